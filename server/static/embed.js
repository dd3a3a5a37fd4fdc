// <glossary-answer question="..."> or <glossary-answer term="...">: an answer in any page, as a frame that fits its height.
(() => {
  const script = document.currentScript;
  const service = script ? new URL(".", script.src).href.replace(/\/$/, "") : "";

  class GlossaryAnswer extends HTMLElement {
    static observedAttributes = ["question", "term", "theme"];

    connectedCallback() {
      this.listen = (event) => {
        if (this.frame && event.source === this.frame.contentWindow && event.data?.type === "glossator-height") {
          const height = Math.min(Math.max(Number(event.data.height) || 0, 40), 4000);
          this.frame.style.height = `${height}px`;
        }
      };
      addEventListener("message", this.listen);
      this.render();
    }

    disconnectedCallback() {
      removeEventListener("message", this.listen);
    }

    attributeChangedCallback() {
      if (this.isConnected) this.render();
    }

    render() {
      const base = (this.getAttribute("service") || service).replace(/\/$/, "");
      const address = new URL(`${base}/embed`);
      const question = this.getAttribute("question");
      if (question) address.searchParams.set("q", question);
      else address.searchParams.set("term", this.getAttribute("term") || this.textContent.trim());
      if (this.getAttribute("theme")) address.searchParams.set("theme", this.getAttribute("theme"));
      this.frame ??= document.createElement("iframe");
      this.frame.src = address.href;
      this.frame.title = question || "Glossary answer";
      this.frame.loading = "lazy";
      this.frame.setAttribute("sandbox", "allow-scripts allow-popups allow-popups-to-escape-sandbox");
      this.frame.style.cssText = "border:0;width:100%;height:160px;display:block";
      this.frame.onload = () => this.frame.contentWindow.postMessage({ type: "glossator-ping" }, "*");
      if (!this.shadowRoot) this.attachShadow({ mode: "open" }).append(this.frame);
    }
  }

  if (!customElements.get("glossary-answer")) customElements.define("glossary-answer", GlossaryAnswer);
})();
