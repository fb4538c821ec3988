// Keys and enlargement of a projected view, and none of Streamlit's own single-key shortcuts.
"use strict";
(() => {
  const SMALLEST_ZOOM = 1.72;
  const STAGE_WIDTH = 560;
  const STAGE_HEIGHT = 420;
  const ACTIONS = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next",
    ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous",
    t: "table", T: "table", b: "tone", B: "tone", p: "pause", P: "pause", Escape: "list",
  };
  const STRAY = ["r", "R", "c", "C"];
  const stage = () => document.querySelector(".st-key-stage");
  const isTyping = (element) =>
    element.closest("input, textarea, select, [contenteditable=true], [role=slider], [role=combobox]");

  const scrolls = (direction) => {
    const pane = document.querySelector('[data-testid="stMain"]');
    if (!pane) return false;
    const rest = direction > 0
      ? pane.scrollHeight - pane.clientHeight - pane.scrollTop
      : pane.scrollTop;
    if (rest < 8) return false;
    pane.scrollBy({ top: direction * pane.clientHeight * 0.8, behavior: "instant" });
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const action = stage() && ACTIONS[event.key];
    if (!action) {
      if (STRAY.includes(event.key)) event.stopImmediatePropagation();
      return;
    }
    // A table wider than its box is moved by the arrows while it has the focus.
    if (event.key.startsWith("Arrow") && event.target.closest("[data-scrolls]")) return;
    // Space and Enter on a button press that button.
    if (event.key === " " && event.target.closest("button, summary, a")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (action === "next" && scrolls(1)) return;
    if (action === "previous" && scrolls(-1)) return;
    const button = document.querySelector(`.st-key-stage-${action} button`);
    if (button) button.click();
  }, true);

  // After a click the next press of space goes on, and does not press the same button again.
  document.addEventListener("click", (event) => {
    const button = event.detail && event.target.closest(".st-key-stage-bar button");
    if (button) button.blur();
  });

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

  // Streamlit takes drawings out of HTML; this puts them where the page asks for one.
  const fetchDrawings = () => {
    for (const box of document.querySelectorAll("[data-drawing]:not([data-asked])")) {
      box.dataset.asked = "1";
      fetch(box.dataset.drawing).then((answer) => answer.text()).then((text) => {
        const drawing = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
        box.replaceChildren(document.adoptNode(drawing));
      });
    }
  };

  const letTablesScroll = (shown) => {
    for (const box of shown.querySelectorAll('[data-testid="stTable"], [data-testid="stTable"] > div')) {
      if (box.scrollWidth > box.clientWidth + 1 && !box.dataset.scrolls) {
        box.dataset.scrolls = "1";
        box.tabIndex = 0;
      }
    }
  };

  let place = "";
  const fit = () => {
    lookForWebgl();
    fetchDrawings();
    const shown = stage();
    const room = Math.min(innerWidth / STAGE_WIDTH, innerHeight / STAGE_HEIGHT);
    const zoom = String(Math.floor(100 * Math.max(SMALLEST_ZOOM, room)) / 100);
    const pane = shown && shown.closest('[data-testid="stMain"]');
    if (pane) {
      const root = document.documentElement;
      if (root.style.getPropertyValue("--stage-zoom") !== zoom) {
        root.style.setProperty("--stage-zoom", zoom);
        window.dispatchEvent(new Event("resize"));
      }
      letTablesScroll(shown);
      // An enlarged chart takes no more room by itself than the small one that it was.
      const drawing = shown.querySelector(".st-key-stage-chart .svg-container");
      const around = shown.querySelector(".st-key-stage-chart");
      if (drawing && around) {
        const missing = `${Math.round(drawing.offsetHeight * (zoom - 1))}px`;
        if (around.style.marginBottom !== missing) around.style.marginBottom = missing;
      }
    }
    const at = new URLSearchParams(location.search).get("at") || "";
    if (pane && at !== place) {
      place = at;
      pane.scrollTop = 0;
    }
  };
  new MutationObserver(fit).observe(document.documentElement, { childList: true, subtree: true });
  window.addEventListener("resize", fit);
})();
