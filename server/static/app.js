// The web box: asks without leaving the page, completes terms, copies and rates. Without it every page still works.
(() => {
  "use strict";
  const base = document.body.dataset.base || "";
  const $ = (selector, root = document) => root.querySelector(selector);
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const form = $("form.ask");
  const input = $("#q");
  const result = $("#result");
  const HISTORY = "glossator-history";
  const HISTORY_LENGTH = 8;
  const addressOf = (articleId) => `${base}/terms/${articleId.split("/").map(encodeURIComponent).join("/")}`;
  let asked = null; // the request that the answer on the page answers
  let underway = null; // what stops it, so that a question asked meanwhile takes its place

  // --- asking -------------------------------------------------------------------------------------------------------
  const addPart = (article, part) => {
    const tag = { sentence: "p", list_item: "ul", table_row: "ul", formula: "pre" }[part.kind];
    let holder = article.lastElementChild;
    if (tag === "pre") article.append(make("div", { className: "formula" }, (holder = make(tag, { className: part.text.includes("\n") ? "rows" : "" }))));
    else if (holder?.localName !== tag) article.append((holder = make(tag)));
    const shown = make(tag === "ul" ? "li" : "span", { className: "part new", textContent: part.text });
    (tag === "ul" ? shown : holder).setAttribute("elementtiming", "answer"); // for eval/benchmarks/first_paint.py
    holder.append(shown, tag === "p" ? " " : "");
  };

  const events = async function* (response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let buffer = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      buffer = (buffer + value).replace(/\r\n/g, "\n");
      for (let end; (end = buffer.indexOf("\n\n")) >= 0; buffer = buffer.slice(end + 2)) {
        const lines = buffer.slice(0, end).split("\n");
        const field = (name) => lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2)).join("\n");
        if (field("event")) yield [field("event"), field("data")];
      }
    }
  };

  const complain = (message) => {
    $("#problem").textContent = message;
    $("#problem").hidden = !message;
    if (message) result.setAttribute("aria-busy", "false");
  };

  const leaveStart = (question) => {
    $("#start")?.remove();
    $("#lead")?.remove();
    $(".home").classList.remove("empty");
    Object.assign($("#title"), { className: question.length > 60 ? "asked long" : "asked", textContent: question });
    document.title = `${question} · Glossator`;
  };

  const showAnswer = (answer, question) => {
    const follow = answer.citations[0]?.article || (answer.about ? asked.previous?.[0].articles[0] : "");
    const address = new URLSearchParams({ q: question, ...(answer.about && { about: asked.previous[0].articles[0] }) });
    history.replaceState({ question }, "", `${base}/?${address}`);
    Object.assign(form.elements.about, { value: follow || "", disabled: !follow });
    $("#said").textContent = answer.answer.length
      ? `${answer.answer.map((part) => part.text).join(" ")} ${answer.citations.length} sources.`
      : "This glossary does not answer that.";
  };

  const ask = async (question) => {
    const about = form.elements.about;
    const request = { question, ...(about.value && !about.disabled && { previous: [{ question: asked?.question || about.value, articles: [about.value] }] }) };
    asked = request;
    underway?.abort();
    const { signal } = (underway = new AbortController());
    complain("");
    hideOptions();
    leaveStart(question);
    history.pushState({ question }, "", `${base}/?q=${encodeURIComponent(question)}`);
    keep(question);
    const article = make("article", { className: "answer" });
    result.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(`${base}/ask`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(request), signal });
      if (!response.ok) return complain((await response.json().catch(() => ({}))).detail || "Something went wrong.");
      for await (const [event, data] of events(response)) {
        if (event === "part") {
          if (!article.isConnected) result.replaceChildren(make("div", { className: "columns" }, make("div", { className: "found" }, article)));
          result.hidden = false;
          addPart(article, JSON.parse(data));
        } else if (event === "done") showAnswer(JSON.parse(data), question);
        else if (event === "page") {
          result.innerHTML = data; // our own template, every text in it escaped
          result.hidden = false;
          result.setAttribute("aria-busy", "false");
        } else if (event === "error") complain(data);
      }
    } catch {
      if (!signal.aborted) complain("The glossary cannot be reached. Is the service still running?");
    }
  };

  // --- copying ------------------------------------------------------------------------------------------------------
  const toClipboard = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(await text);
    const area = make("textarea", { value: await text, className: "quiet", readOnly: true }); // pages without https
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };

  const textToCopy = async (link) => {
    if (link.dataset.copy === "link") return link.href;
    const { pathname, search } = new URL(link.href);
    const request = asked || { question: $("input[name=q]", link.closest(".tools")).value };
    const response = await fetch(`${pathname}?format=${new URLSearchParams(search).get("format")}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(request) });
    if (!response.ok) throw new Error(response.statusText);
    return response.text();
  };

  const copy = async (link) => {
    const label = link.textContent;
    const said = await toClipboard(textToCopy(link)).then(() => "Copied", () => "Not copied");
    link.textContent = said;
    $("#said").textContent = `${label}: ${said}`;
    setTimeout(() => (link.textContent = label), 1500);
  };

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const link = target?.closest("a[data-copy]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      copy(link);
    } else if (target?.closest("[data-print]")) print();
  });

  // --- rating -------------------------------------------------------------------------------------------------------
  document.addEventListener("submit", async (event) => {
    const rate = event.target;
    if (!rate.matches("form.rate")) return;
    event.preventDefault();
    const group = rate.closest(".rating");
    const rating = rate.elements.reason ? "down" : event.submitter.value;
    const body = { question: rate.elements.question.value, rating, reason: rate.elements.reason?.value || "" };
    const response = await fetch(`${base}/api/feedback`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }).catch(() => null);
    for (const thumb of group.querySelectorAll(".thumb")) thumb.setAttribute("aria-pressed", String(Boolean(response?.ok) && thumb.value === rating));
    $(".thanks", group).textContent = response?.ok ? "Thank you." : "That was not kept.";
    const asksWhy = rating === "down" && !body.reason;
    $(".why", group).open = asksWhy;
    if (asksWhy) $("#reason", group).focus();
    else if (rate.elements.reason) rate.reset();
  });

  // --- history of this browser --------------------------------------------------------------------------------------
  const kept = () => {
    try { return JSON.parse(localStorage.getItem(HISTORY)) || []; } catch { return []; }
  };
  const keep = (question) => {
    const questions = [question, ...kept().filter((other) => other !== question)].slice(0, HISTORY_LENGTH);
    try { localStorage.setItem(HISTORY, JSON.stringify(questions)); } catch { /* storage is switched off */ }
  };
  const showHistory = () => {
    const section = $("#history");
    if (!section || !kept().length) return;
    $("ul", section).replaceChildren(...kept().map((question) => make("li", {}, make("a", { href: `${base}/?q=${encodeURIComponent(question)}`, textContent: question }))));
    $("#forget").onclick = () => { localStorage.removeItem(HISTORY); section.remove(); input.focus(); };
    section.hidden = false;
  };

  // --- type-ahead ---------------------------------------------------------------------------------------------------
  const options = $("#options");
  let chosen = -1;
  let waiting = null;
  let typed = 0;
  const hideOptions = () => {
    clearTimeout(waiting);
    typed += 1; // what is still on its way comes too late
    if (!options) return;
    options.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (n) => {
    clearTimeout(waiting);
    typed += 1; // terms that come later would take the choice away
    const items = [...options.children];
    chosen = (n + items.length) % items.length;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    input.setAttribute("aria-activedescendant", items[chosen].id);
    items[chosen].scrollIntoView({ block: "nearest" });
  };
  const optionOf = (term, n) => {
    const item = make("li", { id: `option-${n}` }, make("b", { textContent: term.term }));
    if (term.matched !== term.term) item.append(" ", make("span", { textContent: term.matched }));
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.url = addressOf(term.article);
    return item;
  };
  const complete = async () => {
    const text = input.value.trim();
    const mine = ++typed;
    if (text.length < 2 || text.length > 60) return hideOptions();
    const response = await fetch(`${base}/api/suggest?q=${encodeURIComponent(text)}`).catch(() => null);
    if (!response?.ok || mine !== typed) return;
    const { terms } = await response.json();
    if (mine !== typed) return;
    if (!terms.length || document.activeElement !== input) return hideOptions();
    options.replaceChildren(...terms.map(optionOf));
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    options.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };

  // --- previews -----------------------------------------------------------------------------------------------------
  // The style sheet shows them on hover and focus; Escape hides them until the pointer or the focus moves on.
  const marked = () => $(".mark:hover > .preview, .mark:focus-within > .preview")?.parentElement;
  const unquell = (event) => {
    const quelled = $(".quelled");
    if (quelled && !quelled.contains(event.target)) quelled.classList.remove("quelled");
  };
  document.addEventListener("pointerover", unquell);
  document.addEventListener("focusin", unquell);

  // --- keys ---------------------------------------------------------------------------------------------------------
  document.addEventListener("keydown", (event) => {
    const writing = event.target instanceof Element && event.target.closest("input, textarea, select");
    if (event.key === "/" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey && input) {
      event.preventDefault();
      input.focus();
      input.select();
    } else if (event.key === "Escape" && event.target === input) {
      if (options && !options.hidden) hideOptions();
      else input.value = "";
    } else if (event.key === "Escape") marked()?.classList.add("quelled");
  });

  if (!options) return; // pages without a box
  input.addEventListener("keydown", (event) => {
    if (options.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen < 0 ? -1 : chosen - 1); }
    else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); location.href = options.children[chosen].dataset.url; }
  });
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(complete, 80); });
  input.addEventListener("blur", hideOptions);
  options.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const item = event.target.closest("li");
    if (item) location.href = item.dataset.url;
  });
  if (!result) return; // the box at the head of other pages is a plain form
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const question = input.value.trim().replace(/\s+/g, " ");
    if (question) ask(question);
  });
  addEventListener("popstate", () => location.reload());
  showHistory();
})();
