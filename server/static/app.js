// The web box: asks without leaving the page, previews citations, completes terms. Without it the form still works.
(() => {
  "use strict";
  const base = document.body.dataset.base || "";
  const $ = (selector, root = document) => root.querySelector(selector);
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const input = $("#q");
  const result = $("#result");
  const HISTORY = "glossator-history";
  let last = null; // the answer on the page, as JSON

  // --- asking ---------------------------------------------------------------------------------------------------
  const fragment = (quote) => {
    const words = quote.split(/\s+/);
    const encode = (part) => encodeURIComponent(part).replace(/-/g, "%2D");
    if (words.length <= 16) return `:~:text=${encode(words.join(" "))}`;
    return `:~:text=${encode(words.slice(0, 8).join(" "))},${encode(words.slice(-8).join(" "))}`;
  };

  const markFor = (citation) => {
    const link = make("a", { href: citation.url + fragment(citation.quote), textContent: String(citation.n) });
    link.dataset.n = citation.n;
    link.setAttribute("aria-label", `Source ${citation.n}: ${citation.term}, ${citation.section}`);
    return make("sup", { className: "mark" }, link);
  };

  // A row that compares: its quotes side by side. While an answer streams in, its citations are not there yet.
  const addRow = (article, part, citations) => {
    const cited = citations && part.citations.map((n) => citations[n - 1]);
    let body = article.lastElementChild?.matches(".scrolls") && $("tbody", article.lastElementChild);
    if (!body) {
      body = make("tbody");
      const names = cited ? cited.map((citation) => make("th", { scope: "col", textContent: citation.term })) : [];
      article.append(make("div", { className: "scrolls" }, make("table", {}, make("thead", {}, make("tr", {}, make("td"), ...names)), body)));
    }
    const sections = cited ? [...new Map([...cited].reverse().map((citation) => [citation.section.toLowerCase(), citation.section])).values()].reverse() : [];
    const cells = cited
      ? cited.map((citation) => make("td", { textContent: citation.quote }, markFor(citation)))
      : part.text.split(" | ").map((text) => make("td", { textContent: text }));
    body.append(make("tr", { className: "part new" }, make("th", { scope: "row", textContent: sections.join(" / ") }), ...cells));
  };

  const addPart = (article, part, about = "", citations = null) => {
    if (part.kind === "table_row" && part.citations.length > 1) return addRow(article, part, citations);
    const place = { sentence: "P", list_item: "UL", table_row: "UL", formula: "PRE" }[part.kind];
    let holder = article.lastElementChild;
    if (place === "PRE" || !holder || holder.tagName !== place || (holder.dataset.about || "") !== about) {
      holder = make(place.toLowerCase());
      if (about) holder.dataset.about = about;
      article.append(holder);
    }
    const tag = { sentence: "span", list_item: "li", table_row: "li", formula: "code" }[part.kind];
    const element = make(tag, { className: "part new", textContent: part.text });
    for (const n of part.citations) element.dataset.n = n;
    holder.append(element, part.kind === "sentence" ? " " : "");
  };

  const chips = (terms) =>
    make("ul", { className: "chips" }, ...terms.map((term) =>
      make("li", {}, make("a", { href: `${base}/terms/${term.article.split("/").map(encodeURIComponent).join("/")}`, textContent: term.term }), " ",
        make("span", { className: "reason", textContent: term.reason }))));

  const finish = (answer, article) => {
    last = answer;
    const streamed = article.childElementCount;
    article.replaceChildren();
    for (const part of answer.answer) addPart(article, part, answer.citations[part.citations[0] - 1].article, answer.citations);
    if (streamed) article.querySelectorAll(".new").forEach((element) => element.classList.remove("new"));
    for (const element of article.querySelectorAll(".part")) {
      const citation = answer.citations[Number(element.dataset.n) - 1];
      if (citation) element.append(markFor(citation));
    }
    if (answer.about) result.prepend(make("p", { className: "about", textContent: `about: ${answer.about}` }));
    if (answer.status === "not_in_glossary") {
      const missing = answer.missing.length ? ` No article covers ${answer.missing.map((word) => `“${word}”`).join(", ")}.` : "";
      article.classList.add("none");
      article.append(make("p", { textContent: `This glossary does not answer that.${missing}` }));
      if (answer.suggestions.length) result.append(make("h2", { textContent: "Nearest terms" }), chips(answer.suggestions));
    } else {
      const items = answer.citations.map((citation) => {
        const item = make("li", { id: `source-${citation.n}` },
          make("a", { href: citation.url + fragment(citation.quote) }, make("cite", { textContent: citation.term }), ` › ${citation.section}`),
          " ", make("span", { className: "quote", textContent: `“${citation.quote}”` }));
        const origin = [citation.source, citation.licence].filter(Boolean).join(" · ");
        if (origin) item.append(" ", make("span", { className: "origin", textContent: origin }));
        return item;
      });
      result.append(make("h2", { textContent: "Sources" }), make("ol", { className: "sources" }, ...items));
      if (answer.related_terms.length) result.append(make("h2", { textContent: "Related terms" }), chips(answer.related_terms));
    }
    addTools(article);
    result.setAttribute("aria-busy", "false");
  };

  const events = async function* (response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let buffer = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      buffer += value.replace(/\r\n/g, "\n");
      let end;
      while ((end = buffer.indexOf("\n\n")) >= 0) {
        const lines = buffer.slice(0, end).split("\n");
        buffer = buffer.slice(end + 2);
        const field = (name) => lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2)).join("\n");
        if (field("event")) yield [field("event"), field("data")];
      }
    }
  };

  const complain = (message) => {
    const problem = $("#problem");
    problem.textContent = message;
    problem.hidden = !message;
  };

  const ask = async (question, { remember = true } = {}) => {
    complain("");
    hideOptions();
    const body = { question };
    if (last && last.status === "answered") {
      body.previous = [{ question: last.question, articles: [...new Set(last.citations.map((citation) => citation.article))] }];
    }
    let response;
    try {
      response = await fetch(`${base}/api/ask`, { method: "POST", headers: { "Content-Type": "application/json", Accept: "text/event-stream" }, body: JSON.stringify(body) });
    } catch {
      return complain("The glossary cannot be reached. Is the service still running?");
    }
    if (!response.ok) {
      const told = await response.json().catch(() => ({}));
      return complain(told.detail || "Something went wrong.");
    }
    $("#start")?.remove();
    $("#history").hidden = true;
    $(".home").classList.remove("empty");
    const article = make("article", { className: "answer" });
    result.replaceChildren(article);
    result.hidden = false;
    result.setAttribute("aria-busy", "true");
    document.title = `${question} · Glossator`;
    if (remember) history.pushState({ question }, "", `${base}/?q=${encodeURIComponent(question)}`);
    keep(question);
    for await (const [event, data] of events(response)) {
      if (event === "part") addPart(article, JSON.parse(data));
      else if (event === "done") finish(JSON.parse(data), article);
      else if (event === "error") complain(data);
    }
  };

  // --- tools under an answer --------------------------------------------------------------------------------------
  const withSources = () => {
    const lines = last.citations.map((c) => `[${c.n}]: ${c.term} › ${c.section}, ${new URL(c.url, location).href}`);
    return `${last.markdown}\n\n${lines.join("\n")}\n`;
  };

  const asWiki = () => {
    const seen = last.answer.map((part) => {
      const notes = part.citations.map((n) => `<ref>${last.citations[n - 1].term} › ${last.citations[n - 1].section}, ${new URL(last.citations[n - 1].url, location).href}</ref>`).join("");
      const text = `<nowiki>${part.text.replace(/<\/?nowiki[^>]*>/gi, "")}</nowiki>${notes}`;
      return part.kind === "sentence" ? text : `\n* ${text}`;
    });
    return `${seen.join(" ").trim()}\n\n<references />\n`;
  };

  const copies = (label, text) => {
    const button = make("button", { type: "button", className: "plain", textContent: label });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text());
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = label), 1500);
    });
    return button;
  };

  const addTools = (article) => {
    const tools = make("div", { className: "tools" });
    tools.setAttribute("role", "group");
    tools.setAttribute("aria-label", "This answer");
    if (last.status === "answered") tools.append(copies("Copy as Markdown", withSources), copies("Copy as wiki text", asWiki));
    tools.append(copies("Copy link", () => `${location.origin}${base}/?q=${encodeURIComponent(last.question)}`));
    article.after(tools);
  };

  // --- history of this browser ------------------------------------------------------------------------------------
  const kept = () => {
    try { return JSON.parse(localStorage.getItem(HISTORY)) || []; } catch { return []; }
  };
  const keep = (question) => {
    try { localStorage.setItem(HISTORY, JSON.stringify([question, ...kept().filter((other) => other !== question)].slice(0, 8))); } catch { /* private window */ }
  };
  const showHistory = () => {
    const section = $("#history");
    if (!section || !kept().length || !result.hidden) return;
    $("ul", section).replaceChildren(...kept().map((question) => make("li", {}, make("a", { href: `${base}/?q=${encodeURIComponent(question)}`, textContent: question }))));
    $("#forget").onclick = () => { localStorage.removeItem(HISTORY); section.hidden = true; input.focus(); };
    section.hidden = false;
  };

  // --- type-ahead ---------------------------------------------------------------------------------------------------
  const options = $("#options");
  let chosen = -1;
  let waiting = null;
  let typed = 0;
  const hideOptions = () => {
    if (!options) return;
    typed += 1;
    options.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (n) => {
    const items = [...options.children];
    chosen = (n + items.length) % items.length;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    input.setAttribute("aria-activedescendant", items[chosen].id);
    items[chosen].scrollIntoView({ block: "nearest" });
  };
  const complete = async () => {
    const text = input.value.trim();
    const mine = ++typed;
    if (text.length < 2 || text.length > 60) return hideOptions();
    const response = await fetch(`${base}/api/suggest?q=${encodeURIComponent(text)}`).catch(() => null);
    if (!response?.ok || mine !== typed) return;
    const { terms } = await response.json();
    if (!terms.length || document.activeElement !== input) return hideOptions();
    options.replaceChildren(...terms.map((term, n) => {
      const item = make("li", { id: `option-${n}` }, term.term, " ", make("span", { textContent: term.matched === term.term ? "" : term.matched }));
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.url = `${base}/terms/${term.article.split("/").map(encodeURIComponent).join("/")}`;
      item.addEventListener("mousedown", (event) => { event.preventDefault(); location.href = item.dataset.url; });
      return item;
    }));
    chosen = -1;
    options.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };

  // --- preview of a citation ------------------------------------------------------------------------------------------
  const hidePreview = () => $("#preview")?.remove();
  const showPreview = (link) => {
    hidePreview();
    const source = $(`#source-${link.dataset.n}`);
    if (!source) return;
    const box = make("div", { id: "preview" }, make("strong", { textContent: $("a", source).textContent }), $(".quote", source)?.textContent || "");
    box.setAttribute("role", "tooltip");
    document.body.append(box);
    link.setAttribute("aria-describedby", "preview");
    const at = link.getBoundingClientRect();
    const left = Math.max(16, Math.min(at.left, innerWidth - box.offsetWidth - 16));
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${at.bottom + scrollY + 6}px`;
  };
  const isMark = (target) => target instanceof Element && target.closest(".mark a");
  document.addEventListener("pointerover", (event) => (isMark(event.target) ? showPreview(isMark(event.target)) : event.target.closest?.("#preview") || hidePreview()));
  document.addEventListener("focusin", (event) => (isMark(event.target) ? showPreview(isMark(event.target)) : hidePreview()));

  // --- keys ---------------------------------------------------------------------------------------------------------
  document.addEventListener("keydown", (event) => {
    const writing = event.target instanceof Element && event.target.closest("input, textarea, select");
    if (event.key === "/" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey && input) {
      event.preventDefault();
      input.focus();
      input.select();
    } else if (event.key === "Escape") {
      if ($("#preview")) return hidePreview();
      if (event.target === input && options && !options.hidden) hideOptions();
      else if (event.target === input) input.value = "";
    }
  });

  $("[data-print]")?.addEventListener("click", () => print());

  if (!options || !result) return; // pages without the web box
  input.addEventListener("keydown", (event) => {
    if (options.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen < 0 ? -1 : chosen - 1); }
    else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); location.href = options.children[chosen].dataset.url; }
  });
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(complete, 90); });
  input.addEventListener("blur", hideOptions);
  $("form.ask").addEventListener("submit", (event) => {
    const question = input.value.trim().replace(/\s+/g, " ");
    event.preventDefault();
    if (question) { clearTimeout(waiting); ask(question); }
  });
  addEventListener("popstate", () => location.reload());
  showHistory();
})();
