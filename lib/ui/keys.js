// None of Streamlit's own single-key shortcuts, and drawings where a map cannot move.
"use strict";
(() => {
  const STRAY = ["r", "R", "c", "C"];
  const isTyping = (element) =>
    element.closest("input, textarea, select, [contenteditable=true], [role=slider], [role=combobox]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (STRAY.includes(event.key)) event.stopImmediatePropagation();
  }, true);

  // Without WebGL the styles show a drawing in place of the map.
  let hasLooked = false;
  const lookForWebgl = () => {
    if (hasLooked || !document.querySelector(".st-key-map-deck")) return;
    hasLooked = true;
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("webgl2") || canvas.getContext("webgl");
    document.documentElement.classList.toggle("no-webgl", !context);
    if (context) context.getExtension("WEBGL_lose_context")?.loseContext();
  };

  // Streamlit takes drawings out of HTML, and sends anew whatever a run changes; this puts drawings
  // and long lists where the page asks for them.
  const fetchDrawings = () => {
    for (const box of document.querySelectorAll("[data-drawing]:not([data-asked])")) {
      box.dataset.asked = "1";
      fetch(box.dataset.drawing).then((answer) => answer.text()).then((text) => {
        const drawing = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
        box.replaceChildren(document.adoptNode(drawing));
      });
    }
  };

  const look = () => {
    lookForWebgl();
    fetchDrawings();
  };
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
})();
