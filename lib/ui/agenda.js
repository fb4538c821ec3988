// The list of a meeting's views: small pictures, order by keys, focus on what was moved.
"use strict";
(() => {
  const PREFIX = document.documentElement.dataset.prefix;
  const ROW = '[class*="st-key-view-"]';
  const MOVES = { ArrowUp: "up", ArrowDown: "down" };
  let moved = null; // the view whose button was pressed, and which one

  const viewOf = (row) => row.querySelector("[data-thumb]")?.dataset.thumb;
  const button = (row, move) => row.querySelector(`[class*="st-key-${move}-"] button`);

  // A picture is the view as the wall shows it; the frame keeps the styles of the two apart.
  const drawThumbs = () => {
    for (const box of document.querySelectorAll("[data-thumb]")) {
      const { thumb, edition } = box.dataset;
      const asked = new URLSearchParams({ v1: thumb, ...(edition && { edition }) });
      const address = `${PREFIX}/wall?${asked}`;
      const own = box.querySelector("iframe");
      if (!thumb || own?.getAttribute("src") === address) continue;
      const frame = document.createElement("iframe");
      Object.assign(frame, { src: address, loading: "lazy", tabIndex: -1, title: "" });
      frame.setAttribute("aria-hidden", "true");
      box.replaceChildren(frame);
    }
  };

  const keepFocus = () => {
    if (!moved || document.activeElement?.closest("input, textarea")) return;
    const row = [...document.querySelectorAll(ROW)].find((one) => viewOf(one) === moved.view);
    const wanted = row && [button(row, moved.move), button(row, "down"), button(row, "up")]
      .find((one) => one && !one.disabled);
    if (wanted && document.activeElement !== wanted) wanted.focus();
  };

  document.addEventListener("click", (event) => {
    const row = event.target.closest(ROW);
    const pressed = event.target.closest("button");
    const move = row && Object.values(MOVES).find((name) => button(row, name) === pressed);
    moved = move ? { view: viewOf(row), move } : null;
  }, true);

  document.addEventListener("keydown", (event) => {
    const row = event.altKey && event.target.closest(ROW);
    const wanted = row && MOVES[event.key] && button(row, MOVES[event.key]);
    if (!wanted) return;
    event.preventDefault();
    if (!wanted.disabled) wanted.click();
  });

  new MutationObserver(() => {
    drawThumbs();
    keepFocus();
  }).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["data-thumb", "data-edition", "disabled"] });
})();
