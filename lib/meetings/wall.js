// Steps through the views of a meeting, alone or together with the other window of the browser.
"use strict";
window.wall = (() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const isPresenter = root.classList.contains("presenter");
  const drawings = JSON.parse(byId("drawings").textContent);
  const stage = byId("stage");
  const screen = byId("screen");
  // Windows of the same meeting go together; what was changed in one of them parts none.
  const agreedViews = () => [...new URLSearchParams(location.search)]
    .filter(([name]) => /^v[0-9]+$/.test(name))
    .map(([, view]) => view)
    .join(" ");
  // A small picture of a view stands alone.
  const isPicture = window.parent !== window;
  root.classList.toggle("picture", isPicture);
  // A file stands alone, too, and begins with a list of its views.
  const isFile = root.classList.contains("file");
  const isAlone = isPicture || isFile;
  const channel = isAlone ? { postMessage() {} } : new BroadcastChannel(`wall ${agreedViews()}`);
  const TOLD_MS = 2000;
  const MOVED_MS = 3000;
  const DIGIT_MS = 700;
  const listeners = [];
  const laidOut = new Map(); // view to its pages and for what they were laid out

  const first = byId("v0") ? 0 : 1;
  const count = document.querySelectorAll("#stage .view:not(.changed)").length - 1 + first;
  let shape = null; // of the wall, where it is open; else of this window
  const now = { at: first, page: 0, table: false, black: false, tone: "light" };

  // What was changed by its conditions is shown in place of what was agreed.
  const agreed = (at) => byId(`v${at}`);
  const view = (at = now.at) => byId(`v${at}x`) || agreed(at);
  const own = () => canvas.shapeOf(window.innerWidth, window.innerHeight);
  const size = () => canvas.SIZES[shape || own()];

  function pages(of) {
    const key = [size(), now.table, now.tone].join(" ");
    if (laidOut.get(of)?.key !== key) {
      of.classList.add("measured");
      of.classList.toggle("as-table", now.table);
      laidOut.set(of, { key, pages: canvas.layOut(of, drawings, now.tone) });
      of.classList.remove("measured");
    }
    return laidOut.get(of).pages;
  }

  function render() {
    root.dataset.tone = now.tone;
    root.classList.toggle("black", now.black);
    canvas.scaleInto(screen, stage, size());
    const shown = view();
    document.querySelectorAll(".view.shown").forEach((one) => one.classList.remove("shown"));
    shown.classList.add("shown");
    const found = pages(shown);
    now.page = Math.min(now.page, found.length - 1);
    canvas.show(shown, found, now.page);
    for (const [name, isOn] of [["black", now.black], ["table", now.table], ["tone", now.tone === "dark"]]) {
      document.querySelectorAll(`[data-do="${name}"]`).forEach((one) => one.setAttribute("aria-pressed", String(isOn)));
    }
    for (const one of document.querySelectorAll("[data-go]")) {
      one.setAttribute("aria-current", String(Number(one.dataset.go) === now.at));
    }
    document.title = `${now.at ? `${now.at}／${count} ` : ""}${shown.querySelector("h1, h2").firstChild.textContent.trim()}`;
    history.replaceState(null, "", `#${now.at}${now.page ? `.${now.page + 1}` : ""}`);
    listeners.forEach((listen) => listen(now));
  }

  // Every change goes through here; the other window follows.
  function change(part, isHeard = false) {
    const isOther = part.at !== undefined && part.at !== now.at;
    Object.assign(now, isOther ? { page: 0, table: false } : {}, part);
    now.at = Math.max(first, Math.min(count, now.at));
    render();
    if (isOther && !isPresenter) view().querySelector("h1, h2").focus({ preventScroll: true });
    if (!isHeard) channel.postMessage({ type: "state", now });
  }

  function next() {
    if (now.black) change({ black: false });
    else if (now.page + 1 < pages(view()).length) change({ page: now.page + 1 });
    else if (now.at < count) change({ at: now.at + 1 });
  }
  function previous() {
    if (now.page > 0) change({ page: now.page - 1 });
    else if (now.at > first) change({ at: now.at - 1, page: pages(view(now.at - 1)).length - 1 });
  }
  const ACTIONS = {
    next,
    previous,
    first: () => change({ at: first, page: 0 }),
    last: () => change({ at: count, page: 0 }),
    black: () => change({ black: !now.black }),
    table: () => change({ table: !now.table, page: 0 }),
    tone: () => change({ tone: now.tone === "dark" ? "light" : "dark" }),
    plain: () => change({ table: false, black: false, page: now.table ? 0 : now.page }),
    agreed: () => replaceView(now.at, null),
    full: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
    open: () => window.open(`${root.dataset.prefix}/wall${location.search}#${now.at}`, "wall"),
  };
  const KEYS = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", Enter: "next",
    ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous",
    Home: "first", End: "last", Escape: "plain", Backspace: "agreed",
    b: "black", ".": "black", t: "table", f: "full",
  };

  // Several digits in a row are one number.
  let typed = "";
  let typing;
  function type(digit) {
    clearTimeout(typing);
    typed += digit;
    const settle = () => {
      const at = Number(typed);
      typed = "";
      if (at >= 1 && at <= count) change({ at, page: 0 });
    };
    if (Number(typed) * 10 > count) settle();
    else typing = setTimeout(settle, DIGIT_MS);
  }

  const isTaken = (event) => event.target.closest("input, select, textarea")
    || ([" ", "Enter"].includes(event.key) && event.target.closest("button, a"));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTaken(event)) return;
    const action = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action && !/^[0-9]$/.test(event.key)) return;
    event.preventDefault();
    if (action) ACTIONS[action]();
    else type(event.key);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do], [data-go]");
    if (!button) return;
    if (button.dataset.go) change({ at: Number(button.dataset.go), page: 0 });
    else ACTIONS[button.dataset.do]();
    if (event.detail) button.blur(); // so that the space bar then steps on
  });

  // Controls are on the wall only while the mouse moves.
  let still;
  if (!isPresenter) {
    document.addEventListener("mousemove", () => {
      root.classList.add("moved");
      clearTimeout(still);
      still = setTimeout(() => root.classList.remove("moved"), MOVED_MS);
    });
  }

  // The address keeps what was changed, so that the window can be loaded again.
  function remember(at, text) {
    const address = new URL(location.href);
    if (text) address.searchParams.set(`x${at}`, text);
    else address.searchParams.delete(`x${at}`);
    history.replaceState(null, "", address);
  }

  let telling;
  function tell(words) {
    const told = byId("told");
    told.textContent = words;
    told.classList.add("now");
    clearTimeout(telling);
    telling = setTimeout(() => told.classList.remove("now"), TOLD_MS);
  }

  // Shows another form of a view, or what was agreed again; markup comes from our own server only.
  function place(at, changed) {
    byId(`v${at}x`)?.remove();
    delete drawings[`${at}x`];
    if (!changed) return;
    const parsed = new DOMParser().parseFromString(changed.markup, "text/html");
    const found = document.adoptNode(parsed.querySelector(".view"));
    if (changed.drawing) drawings[`${at}x`] = changed.drawing;
    agreed(at).after(found);
    canvas.prepare(found);
  }
  function replaceView(at, changed, isHeard = false) {
    if (!changed && !byId(`v${at}x`)) return;
    place(at, changed);
    remember(at, changed && changed.view);
    if (at === now.at) {
      change({ page: 0 }, true);
      tell(`条件：${changed ? changed.words : "元に戻した"}`);
    }
    if (!isHeard) channel.postMessage({ type: "view", at, changed });
  }

  channel.onmessage = ({ data }) => {
    if (data.type === "state") change(data.now, true);
    else if (data.type === "view") replaceView(data.at, data.changed, true);
    else if (data.type === "shape" && isPresenter) {
      shape = data.shape;
      render();
    } else if (data.type === "hello") {
      channel.postMessage({ type: "state", now });
      sayShape();
    }
  };
  const sayShape = () => !isPresenter && channel.postMessage({ type: "shape", shape: own() });

  function asked() {
    const [at, page] = location.hash.replace(/^#v?/, "").split(".").map(Number);
    return { at: at >= first && at <= count ? at : first, page: page >= 1 ? page - 1 : 0 };
  }

  window.addEventListener("resize", () => {
    render();
    sayShape();
  });
  window.addEventListener("hashchange", () => change(asked()));

  // Charts measure their words, so the fonts come first.
  async function begin() {
    const fonts = [400, 700].map((weight) => document.fonts.load(`${weight} 16px dashboard-core`, "あ"));
    await Promise.allSettled(fonts);
    document.querySelectorAll(".view").forEach(canvas.prepare);
    Object.assign(now, asked());
    render();
    channel.postMessage({ type: "hello" });
    sayShape();
    root.dataset.ready = "yes";
  }
  document.addEventListener("DOMContentLoaded", begin);

  return {
    now, count, view, size, pages, drawings, place, render, replaceView, change,
    listen: (listener) => listeners.push(listener),
    step: ACTIONS,
  };
})();
