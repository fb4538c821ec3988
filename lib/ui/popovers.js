// What a button opens over the page gets the focus: Streamlit draws it behind the whole page.
"use strict";
(() => {
  let opener = null;
  document.addEventListener("click", (event) => {
    const button = event.target.closest('[data-testid="stPopoverButton"]');
    if (button) opener = button.getAttribute("aria-expanded") === "true" ? null : button;
  }, true);
  new MutationObserver(() => {
    const shown = opener && document.querySelector('[data-testid="stPopoverBody"]');
    if (!shown) return;
    opener = null;
    shown.tabIndex = -1;
    shown.focus({ preventScroll: true });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
