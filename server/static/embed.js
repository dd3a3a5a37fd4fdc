// <glossary-answer question="..."> or <glossary-answer term="...">: an answer in any page, in a frame as tall as it is.
// Attributes: question or term; theme: light or dark; base: the service, where this script did not come from it.
(() => {
  const script = document.currentScript || document.querySelector('script[src$="/embed.js"]'); // a module has no current
  const service = script ? new URL(".", script.src).href : "";
  const SHORTEST = 80, TALLEST = 2000;

  class GlossaryAnswer extends HTMLElement {
    static observedAttributes = ["question", "term", "theme", "base"];

    connectedCallback() {
      this.listen ??= (event) => {
        if (event.source !== this.frame?.contentWindow || event.data?.type !== "glossary-answer:height") return;
        const height = Math.max(SHORTEST, Math.min(TALLEST, Number(event.data.height) || 0));
        this.frame.style.height = `${height}px`;
      };
      addEventListener("message", this.listen);
      this.show();
    }

    disconnectedCallback() {
      removeEventListener("message", this.listen);
    }

    attributeChangedCallback() {
      if (this.isConnected) this.show();
    }

    show() {
      const base = this.getAttribute("base") || service;
      const question = this.getAttribute("question");
      const text = question || this.getAttribute("term");
      if (!base || !text) return; // what stands inside the element stays in sight
      const address = new URL(`${base.replace(/\/$/, "")}/embed`);
      address.searchParams.set(question ? "q" : "term", text);
      if (this.getAttribute("theme")) address.searchParams.set("theme", this.getAttribute("theme"));
      this.frame ??= this.newFrame();
      this.frame.title = `Glossary answer: ${text}`;
      if (this.frame.src !== address.href) this.frame.src = address.href;
      // the frame follows its page's colour scheme, not the reader's; a page that declares none is a light one
      const undeclared = getComputedStyle(document.documentElement).colorScheme === "normal";
      this.frame.style.colorScheme = undeclared ? "light" : "";
      if (!this.shadowRoot) this.attachShadow({ mode: "open" }).append(this.frame);
    }

    newFrame() {
      const frame = document.createElement("iframe");
      frame.setAttribute("sandbox", "allow-scripts allow-popups allow-popups-to-escape-sandbox");
      frame.referrerPolicy = "no-referrer";
      frame.loading = "lazy";
      frame.style.cssText = "border:0;width:100%;height:160px;display:block";
      frame.onload = () => frame.contentWindow.postMessage({ type: "glossary-answer:ping" }, "*");
      return frame;
    }
  }

  if (!customElements.get("glossary-answer")) customElements.define("glossary-answer", GlossaryAnswer);
})();
