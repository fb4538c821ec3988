// Copies links to the page or to one exhibit of it; what other scripts copy goes through here too.
"use strict";
(() => {
  const SAYS_FOR_MS = 4000;
  const PREFIX = document.documentElement.dataset.prefix;
  const EVIDENCE = `${PREFIX}/evidence`;
  const MEETING = `${PREFIX}/meeting`;
  const LAYERS = ["rows", "figure"]; // they open a dialog over a page
  const OF_MEETING = /^(?:title|e|[vtd]\d+)$/;
  // Notes are for the speaker alone, and whoever is sent a meeting goes on with one of their own.
  const OWN = /^(?:m|n\d+)$/;
  const timers = new WeakMap();

  // Browsers offer the clipboard itself to secure origins only.
  const givenByCommand = (kinds, beside) => {
    const give = (event) => {
      event.preventDefault();
      for (const [kind, words] of Object.entries(kinds)) event.clipboardData.setData(kind, words);
    };
    const field = Object.assign(document.createElement("textarea"), {
      value: kinds["text/plain"], className: "unseen", readOnly: true,
    });
    beside.append(field); // a dialog keeps the focus inside
    field.select();
    document.addEventListener("copy", give, { capture: true, once: true });
    const isGiven = document.execCommand("copy");
    document.removeEventListener("copy", give, { capture: true });
    field.remove();
    return isGiven;
  };
  const given = async (kinds, beside) => {
    if (!navigator.clipboard?.write || !window.ClipboardItem) return givenByCommand(kinds, beside);
    const parts = Object.entries(kinds).map(([kind, words]) => [kind, new Blob([words], { type: kind })]);
    try {
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(parts))]);
      return true;
    } catch {
      return givenByCommand(kinds, beside);
    }
  };

  // Copies a text in some kinds; the focus stays on the button, the place says what happened.
  const copy = async (kinds, button, place, words) => {
    const isGiven = await given(kinds, button.parentElement);
    button.focus();
    place.textContent = isGiven ? words.done : words.failed;
    clearTimeout(timers.get(place));
    timers.set(place, setTimeout(() => { place.textContent = ""; }, SAYS_FOR_MS));
  };

  // An exhibit within a dialog belongs to another page than the one below.
  const linkOf = (button) => {
    const link = new URL(button.dataset.copyLink, location.origin);
    const isOver = link.pathname !== location.pathname;
    const belongs = (name) => {
      if (OWN.test(name)) return false;
      if (link.pathname === EVIDENCE) return isOver ? ["figure", "edition"].includes(name) : !OF_MEETING.test(name);
      if (LAYERS.includes(name)) return false;
      return link.pathname === MEETING || !OF_MEETING.test(name);
    };
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (belongs(name)) link.searchParams.append(name, value);
    }
    return link.href;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-copy-link]");
    if (!button) return;
    copy({ "text/plain": linkOf(button) }, button, button.nextElementSibling, {
      done: "リンクをコピーしました",
      failed: "コピーできませんでした。アドレスの欄から写してください",
    });
  });

  window.copying = { copy };
})();
