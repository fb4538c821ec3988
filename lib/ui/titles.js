// Keeps the kind of headings that the user chose for the browser's next session.
"use strict";
(() => {
  const NAME = "dashboard-titles";
  const YEAR_S = 365 * 24 * 3600;
  let kept;

  const keep = () => {
    const found = document.querySelector("[data-titles]");
    if (!found || found.dataset.titles === kept) return;
    kept = found.dataset.titles;
    const age = kept ? YEAR_S : 0;
    document.cookie = `${NAME}=${kept}; path=/; max-age=${age}; samesite=strict`;
  };
  new MutationObserver(keep).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributeFilter: ["data-titles"],
  });
})();
