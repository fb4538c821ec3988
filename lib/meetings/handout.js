"use strict";
// Shows one slide at a time, draws its chart, and keeps a light chart of every slide for paper.
(() => {
  const WIDTH = 580; // of the window in which charts are drawn; 14 px become 24 px at 1024 x 768
  const HEIGHT = 440;
  const NARROWEST = 320;
  const SHEET = { width: 680, height: 985 }; // px that the margins leave of A4
  const SMALLEST = 0.75; // of a chart on paper, if the notes are to stand below it
  const LETTERS = [1, 1.25, 1.5, 2];
  const CONFIG = { displayModeBar: false, showTips: false, doubleClick: false };

  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const drawings = JSON.parse(byId("drawings").textContent);
  const slides = [...document.querySelectorAll(".slide")];
  const title = document.title;
  let place = 0;
  let letters = 0;
  const onPaper = new Set();

  function base() {
    return Math.max(1, Math.min(root.clientWidth / WIDTH, window.innerHeight / HEIGHT));
  }

  const zoom = () => Math.max(1, Math.min(base() * LETTERS[letters], root.clientWidth / NARROWEST));

  // Draws a chart and returns its height. Plotly changes what it is given, so it gets a copy.
  function draw(node, drawing, width) {
    const { data, layout } = structuredClone(drawing);
    Plotly.newPlot(node, data, { ...layout, width, autosize: false }, CONFIG);
    return layout.height;
  }

  function drawOnScreen() {
    const found = drawings[place] && drawings[place][root.dataset.tone];
    const box = slides[place].querySelector(".drawn");
    if (!found || box.offsetParent === null) return;
    const scale = zoom();
    const width = Math.max(NARROWEST - 48, Math.floor(box.clientWidth / scale));
    const state = `${root.dataset.tone} ${width}`;
    if (box.dataset.state !== state) {
      box.dataset.state = state;
      const node = box.firstElementChild || box.appendChild(document.createElement("div"));
      node.style.width = `${width}px`;
      box.dataset.height = draw(node, found, width);
    }
    box.style.height = `${box.dataset.height * scale}px`;
  }

  const lines = (node, letters) => (node ? Math.ceil(node.textContent.length / letters) : 0);

  // The room for a chart on its sheet: with the notes below it, or else on the rest of the sheet.
  function shrinkage(slide, height) {
    const part = (name) => slide.querySelector(name);
    const above = 34 * lines(part("h2"), 30) + 24 * lines(part(".content"), 44)
      + 22 * lines(part(".subtitle"), 44) + 20 * lines(part(".caution"), 48) + 24;
    const notes = [...slide.querySelectorAll(".notes dd")];
    const below = 18 * notes.reduce((sum, note) => sum + lines(note, 48), 0) + 24;
    const [all, alone] = [below, 0].map((used) => (SHEET.height - above - used) / height);
    slide.classList.toggle("long", all < SMALLEST);
    return Math.min(1, all < SMALLEST ? alone : all);
  }

  // A chart on paper is light whatever the screen shows, and never cut by a page's end.
  function drawOnPaper(number) {
    if (onPaper.has(number)) return;
    onPaper.add(number);
    const slide = byId(`v${number}`);
    const box = slide.querySelector(".paper");
    const shrunk = shrinkage(slide, drawings[number].light.layout.height);
    draw(box, drawings[number].light, Math.floor(SHEET.width / shrunk)); // fills the sheet's width
    box.style.zoom = shrunk;
  }

  function layOut() {
    root.style.setProperty("--base", base());
    root.style.setProperty("--zoom", zoom());
    drawOnScreen();
  }

  function setTable(isTable) {
    const slide = slides[place];
    const canChoose = Boolean(slide.querySelector(".chart"));
    slide.classList.toggle("as-table", isTable && canChoose);
    byId("table").disabled = !canChoose;
    byId("table").setAttribute("aria-pressed", String(isTable && canChoose));
    drawOnScreen();
  }

  function setTone(tone) {
    root.dataset.tone = tone;
    byId("tone").setAttribute("aria-pressed", String(tone === "dark"));
    drawOnScreen();
  }

  function show(number) {
    place = number;
    slides.forEach((slide, at) => slide.classList.toggle("shown", at === place));
    const heading = slides[place].querySelector("h1, h2");
    const words = heading.textContent;
    document.title = place ? `${words} - ${title}` : title;
    byId("where").textContent = place ? `${place}／${slides.length - 1}　${words}` : `全${slides.length - 1}件`;
    byId("back").disabled = place === 0;
    setTable(false);
    layOut();
    window.scrollTo({ top: 0, behavior: "instant" });
    heading.focus({ preventScroll: true });
    byId("next").disabled = isAtEnd() && place === slides.length - 1;
  }

  function go(number) {
    const target = Math.max(0, Math.min(slides.length - 1, number));
    if (target !== place) location.hash = `v${target}`;
  }

  const room = () => window.innerHeight - byId("bar").offsetHeight;
  // The list of slides ends above the help on keys, which nobody waits for.
  function isAtEnd() {
    const last = place ? slides[place] : slides[0].querySelector(".agenda");
    return last.getBoundingClientRect().bottom <= room() + 24;
  }

  function next() {
    if (isAtEnd()) go(place + 1);
    else window.scrollBy({ top: room() * 0.85 });
  }

  // From within a long slide first to its top, so that one step too far costs one step.
  function back() {
    if (window.scrollY > 24) window.scrollTo({ top: 0 });
    else go(place - 1);
  }

  const setLetters = (step) => {
    letters = Math.max(0, Math.min(LETTERS.length - 1, letters + step));
    layOut();
  };
  const toggleTable = () => setTable(!slides[place].classList.contains("as-table"));
  const toggleTone = () => setTone(root.dataset.tone === "dark" ? "light" : "dark");
  const leave = () => {
    document.querySelectorAll(".js-plotly-plot").forEach((chart) => Plotly.Fx.unhover(chart));
    setTable(false);
  };

  const KEYS = {
    ArrowRight: next, PageDown: next, " ": next,
    ArrowLeft: back, PageUp: back,
    Home: () => go(0), End: () => go(slides.length - 1), Escape: leave,
  };
  const LETTER_KEYS = {
    t: toggleTable, b: toggleTone,
    "+": () => setLetters(1), ";": () => setLetters(1), "-": () => setLetters(-1),
  };

  // A control keeps its own keys, and a table that is wider than the window its arrows.
  function isTaken(event) {
    const target = event.target;
    if (target.matches("button, a, input") && [" ", "Enter"].includes(event.key)) return true;
    return target.matches(".scroll") && target.scrollWidth > target.clientWidth
      && event.key.startsWith("Arrow");
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTaken(event)) return;
    const letter = byId("letters").checked && LETTER_KEYS[event.key.toLowerCase()];
    const action = KEYS[event.key] || letter;
    if (!action) return;
    event.preventDefault();
    action();
  });

  const press = (id, action) => byId(id).addEventListener("click", (event) => {
    action();
    if (event.detail) byId(id).blur(); // so that the space bar then steps on
  });
  press("back", back);
  press("next", next);
  press("table", toggleTable);
  press("tone", toggleTone);

  const asked = () => {
    const found = slides.findIndex((slide) => `#${slide.id}` === location.hash);
    return found < 0 ? 0 : found;
  };
  window.addEventListener("hashchange", () => show(asked()));
  window.addEventListener("resize", layOut);
  window.addEventListener("scroll", () => {
    byId("next").disabled = isAtEnd() && place === slides.length - 1;
  });

  const numbers = Object.keys(drawings).filter((number) => drawings[number].light);
  window.addEventListener("beforeprint", () => numbers.forEach(drawOnPaper));
  root.classList.add("alive");

  // Charts measure their words, so the fonts come first; paper waits until the screen is drawn.
  async function begin() {
    await Promise.all([400, 700].map((weight) => document.fonts.load(`${weight} 16px dashboard-core`, "あ")));
    show(asked());
    for (const number of numbers) {
      await new Promise((resolve) => setTimeout(resolve));
      drawOnPaper(number);
    }
    root.dataset.ready = "yes";
  }
  begin();
})();
