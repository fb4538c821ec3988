// Links inside the dashboard: they change the page and keep the session.
"use strict";
(() => {
  const PAGES = document.currentScript.dataset.pages.split(" ");
  const EVIDENCE = `${document.documentElement.dataset.prefix}/evidence`;
  // Parameters that open a dialog over a page; what lies below it stays as it is.
  const LAYERS = ["rows", "figure"];
  const MEETING = /^(title|m|e|[vtdn][0-9]{1,2})$/; // in every address, as meeting.js puts it there
  const inAddress = (url) => url.pathname + url.search;
  const pane = () => document.querySelector('[data-testid="stMain"]');
  const below = (url) => {
    const page = new URL(url);
    [...page.searchParams.keys()]
      .filter((name) => LAYERS.includes(name) || MEETING.test(name))
      .forEach((name) => page.searchParams.delete(name));
    return page.pathname + page.searchParams;
  };
  const isLayered = (url) => LAYERS.some((name) => new URL(url).searchParams.has(name));

  // What an address names, or the place that was left, is drawn later than the address is read.
  let sought = {};
  const seek = () => {
    const part = sought.part && document.getElementById(decodeURIComponent(sought.part));
    if (part) part.scrollIntoView();
    else if (sought.top && pane()) pane().scrollTop = sought.top;
  };
  const look = (place) => {
    sought = place;
    seek();
  };

  // A dialog that is closed takes its steps out of the history, so that going back leaves the page.
  // Each step counts the steps since the page was without a dialog.
  let shown = inAddress(location);
  let isClosing = false;
  const push = history.pushState;
  const replace = history.replaceState;
  history.pushState = function pushed(state, title, address) {
    const to = new URL(address ?? "", location.href);
    const isSame = below(to) === below(location.href);
    const steps = history.state?.steps || 0;
    replace.call(this, { ...history.state, top: pane()?.scrollTop }, "");
    shown = inAddress(to);
    if (isSame && steps && !isLayered(to)) {
      isClosing = true;
      history.go(-steps);
    } else if (isSame && isLayered(to) && (steps || !isLayered(location.href))) {
      push.call(this, { ...state, steps: steps + 1 }, title, to);
    } else {
      push.call(this, state, title, to);
    }
  };
  history.replaceState = function replaced(state, title, address) {
    replace.call(this, state, title, address);
    shown = inAddress(location);
  };
  // A step inside a page, to a heading and back, is none that the server has to know.
  addEventListener("popstate", (event) => {
    if (event.isTrusted && (isClosing || inAddress(location) === shown)) {
      event.stopImmediatePropagation();
      if (inAddress(location) !== shown) replace.call(history, {}, "", shown);
    } else if (event.isTrusted) {
      look({ top: event.state?.top });
    }
    isClosing &&= !event.isTrusted;
    shown = inAddress(location);
  }, true);

  // Streamlit has every link in Markdown open a window of its own; in HTML it is meant.
  const staysHere = (link) =>
    !link.hasAttribute("download") &&
    (["", "_self"].includes(link.target) || !link.closest('[data-testid="stHtml"]'));

  const overPage = (url) => {
    if (url.pathname !== EVIDENCE || location.pathname === EVIDENCE) return url;
    const over = new URL(location.href);
    over.searchParams.set("figure", url.searchParams.get("figure") || "");
    over.hash = "";
    return over;
  };

  const go = (url) => {
    const isOther = below(url) !== below(location.href);
    if (url.href !== location.href) history.pushState({}, "", url);
    if (isOther && pane()) pane().scrollTop = 0;
    look({ part: url.hash.slice(1) });
    dispatchEvent(new PopStateEvent("popstate"));
  };

  const isModified = (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;

  // A page of a named edition leads to pages of the same edition, also by the navigation, to which
  // Streamlit itself listens.
  const keepEdition = (event) => {
    const edition = new URLSearchParams(location.search).get("edition");
    const link = edition && event.target.closest("a[href]");
    if (!link || event.button > 1) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || !PAGES.includes(url.pathname)) return;
    if (url.searchParams.has("edition")) return;
    url.searchParams.set("edition", edition);
    if (!event.button && !isModified(event) && staysHere(link)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      go(overPage(url));
      return;
    }
    const own = link.getAttribute("href");
    link.href = url.href; // which the window that opens now reads
    setTimeout(() => link.setAttribute("href", own));
  };
  document.addEventListener("click", keepEdition, { capture: true });
  document.addEventListener("auxclick", keepEdition, { capture: true });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || isModified(event)) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || !PAGES.includes(url.pathname) || !staysHere(link)) return;
    if (url.hash && inAddress(url) === inAddress(location) && !link.target) return;
    event.preventDefault();
    go(overPage(url));
  });

  // A link to an exhibit shows it, also where the page shows the line before it alone.
  const opener = new MutationObserver(() => {
    const part = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!part) return;
    opener.disconnect();
    if (part.matches(".anchor")) part.closest('[class*="st-key-fold-"]')?.querySelector("summary")?.click();
  });
  if (location.hash) opener.observe(document.documentElement, { childList: true, subtree: true });

  look({ part: location.hash.slice(1) });
  ["wheel", "keydown", "pointerdown"].forEach((name) =>
    addEventListener(name, () => { sought = {}; }, { capture: true, passive: true }));
  new MutationObserver(seek).observe(document.documentElement, { childList: true, subtree: true });
})();
