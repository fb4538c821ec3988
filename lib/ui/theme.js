// The theme that the user chose, known to Streamlit before it draws anything.
"use strict";
(() => {
  const NAME = "dashboard-theme";
  const CHOICES = ["light", "dark"]; // anything else: as the device
  const ASKED = "(prefers-color-scheme: dark)";
  const answerOf = window.matchMedia.bind(window);
  const device = answerOf(ASKED);

  const kept = () => {
    try {
      const found = localStorage.getItem(NAME);
      return CHOICES.includes(found) ? found : "device";
    } catch {
      return "device";
    }
  };
  const keep = (value) => {
    try {
      localStorage.setItem(NAME, value);
    } catch {
      // Where nothing may be kept, the choice holds until the page is left.
    }
  };
  // A theme that Streamlit kept for one address would win there over the choice for all.
  const forget = () => {
    try {
      Object.keys(localStorage)
        .filter((name) => name.startsWith("stActiveTheme-"))
        .forEach((name) => localStorage.removeItem(name));
    } catch {
      // Nothing was kept.
    }
  };

  // Streamlit follows the device; it is told that the device is as the user wants the page.
  let chosen = kept();
  const isDark = () => (chosen === "device" ? device.matches : chosen === "dark");
  const answer = new EventTarget();
  Object.defineProperties(answer, {
    matches: { get: isDark },
    media: { value: ASKED },
    addListener: { value: (listener) => answer.addEventListener("change", listener) },
    removeListener: { value: (listener) => answer.removeEventListener("change", listener) },
  });
  window.matchMedia = (asked) => (asked === ASKED ? answer : answerOf(asked));

  const show = () => {
    const root = document.documentElement;
    root.style.colorScheme = isDark() ? "dark" : "light";
    root.dataset.theme = chosen;
    for (const field of document.querySelectorAll("select.theme")) {
      if (field.value !== chosen) field.value = chosen;
    }
  };
  const announce = () => {
    show();
    answer.dispatchEvent(new MediaQueryListEvent("change", { media: ASKED, matches: isDark() }));
  };
  // Charts come from the server in the colours of the theme, so that it has to draw them anew. With
  // a part of the page in the address, Streamlit would take this for a step inside the page.
  const runAgain = () => {
    const here = location.href;
    history.replaceState(history.state, "", location.pathname + location.search);
    dispatchEvent(new PopStateEvent("popstate"));
    history.replaceState(history.state, "", here);
  };
  const follow = () => {
    announce();
    setTimeout(runAgain);
  };
  // Plotly draws for the width of the window; on paper the drawing shrinks as a picture does.
  const shrink = (starts) => {
    for (const drawing of document.querySelectorAll(".js-plotly-plot svg.main-svg")) {
      if (starts) {
        const size = `${drawing.getAttribute("width")} ${drawing.getAttribute("height")}`;
        drawing.setAttribute("viewBox", `0 0 ${size}`);
      } else {
        drawing.removeAttribute("viewBox");
      }
    }
  };
  forget();
  show();
  device.addEventListener("change", follow);
  addEventListener("beforeprint", () => shrink(true));
  addEventListener("afterprint", () => shrink(false));
  document.addEventListener("change", (event) => {
    if (!event.target.matches("select.theme")) return;
    chosen = event.target.value;
    keep(chosen);
    follow();
  });
  addEventListener("storage", (event) => {
    if (event.key !== NAME) return;
    chosen = kept();
    follow();
  });
  new MutationObserver(show).observe(document.documentElement, { childList: true, subtree: true });
})();
