// Tells the page around an embed how tall the answer is: now, whenever that changes, and whenever the page asks.
(() => {
  const send = () => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    parent.postMessage({ type: "glossary-answer:height", height }, "*");
  };
  addEventListener("message", (event) => {
    if (event.source === parent && event.data && event.data.type === "glossary-answer:ping") send();
  });
  new ResizeObserver(send).observe(document.documentElement);
  send();
})();
