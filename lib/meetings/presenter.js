// What only whoever presents sees: the next view, clocks, words, own notes, and other conditions.
"use strict";
(() => {
  if (!document.documentElement.classList.contains("presenter")) return;
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const NOW = "dashboard-meeting"; // as lib/ui/meeting.js keeps it
  const EARLIER = "dashboard-meetings"; // newest first
  const MOST_EARLIER = 5;
  const PLANNED = "dashboard-planned-minutes";
  const DEFAULT_MINUTES = 15;
  const SECOND_MS = 1000;
  const begun = Date.now();
  let hereSince = begun;
  let here = 0;
  let tried = null; // the conditions that are tried here and not yet shown in the room

  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  };
  const write = (name, value) => {
    try {
      localStorage.setItem(name, JSON.stringify(value));
    } catch {
      // Where nothing may be kept, it lasts as long as the window.
    }
  };

  // Clocks.
  const minutes = (ms) => {
    const seconds = Math.floor(ms / SECOND_MS);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  const planned = byId("planned");
  planned.value = Number(read(PLANNED)) || DEFAULT_MINUTES;
  planned.addEventListener("change", () => write(PLANNED, Number(planned.value)));
  let every = 0;
  byId("every").addEventListener("change", (event) => { every = Number(event.target.value) * SECOND_MS; });
  function tick() {
    const time = Date.now();
    byId("elapsed").textContent = minutes(time - begun);
    byId("elapsed").classList.toggle("late", time - begun > planned.value * 60 * SECOND_MS);
    byId("elapsed-here").textContent = minutes(time - hereSince);
    byId("clock").textContent = new Date().toLocaleTimeString("ja-JP", { hour: "2-digit", minute: "2-digit" });
    if (every && time - hereSince >= every) {
      if (wall.now.at === wall.count && wall.now.page + 1 >= wall.pages(wall.view()).length) wall.step.first();
      else wall.step.next();
      hereSince = time;
    }
  }
  setInterval(tick, SECOND_MS);

  // Notes are kept by what the view shows, in this browser only: in its meeting or the first of its
  // earlier ones that holds the view, else in one more that can be opened as an earlier one.
  const note = byId("note");
  const keyOf = (at) => byId(`v${at}`).dataset.view;
  const isObject = (found) => typeof found === "object" && found !== null;
  const meetings = () => {
    const earlier = read(EARLIER);
    return [read(NOW), ...(Array.isArray(earlier) ? earlier : [])];
  };
  const holds = (meeting, view) => isObject(meeting) && isObject(meeting.query) &&
    Object.entries(meeting.query).some(([name, text]) => /^v[0-9]+$/.test(name) && text === view);
  const noteOn = (view) => {
    const found = meetings().find((meeting) => holds(meeting, view))?.notes;
    return isObject(found) ? String(found[view] || "") : "";
  };
  const presented = () => ({
    id: Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => (byte % 36).toString(36)).join(""),
    revision: 1,
    query: Object.fromEntries(new URLSearchParams(note.dataset.meeting)),
  });
  note.addEventListener("input", () => {
    const view = keyOf(wall.now.at);
    const all = meetings();
    let place = all.findIndex((meeting) => holds(meeting, view));
    if (place < 0) all.splice(place = 1, 0, presented());
    const { notes } = all[place];
    all[place] = { ...all[place], notes: { ...(isObject(notes) ? notes : {}), [view]: note.value } };
    if (place === 0) write(NOW, all[0]);
    else write(EARLIER, all.slice(1, 1 + MOST_EARLIER));
  });

  // The next page of this view, or the next view.
  function showNext(now) {
    const isLast = now.page + 1 >= wall.pages(wall.view()).length;
    const at = isLast ? now.at + 1 : now.at;
    const box = byId("ahead");
    const stage = byId("ahead-stage");
    stage.replaceChildren();
    byId("next-words").textContent = at > wall.count ? "次はない" : `次（${at}／${wall.count}）`;
    box.style.visibility = at > wall.count ? "hidden" : "visible";
    if (at > wall.count) return;
    const view = wall.view(at);
    const found = wall.pages(view);
    view.classList.add("measured");
    canvas.show(view, found, isLast ? 0 : now.page + 1);
    const copy = view.cloneNode(true);
    view.classList.remove("measured");
    copy.removeAttribute("id");
    copy.querySelectorAll("[id]").forEach((one) => one.removeAttribute("id"));
    copy.classList.remove("measured");
    copy.classList.add("shown");
    copy.setAttribute("aria-hidden", "true");
    if (!isLast) canvas.show(wall.view(), wall.pages(wall.view()), now.page);
    stage.append(copy);
    box.style.aspectRatio = wall.size().join(" / ");
    canvas.scaleInto(box, stage, wall.size());
  }

  wall.listen((now) => {
    if (now.at !== here) {
      here = now.at;
      hereSince = Date.now();
      if (tried && tried.at !== now.at) drop();
      note.value = noteOn(keyOf(now.at));
    }
    for (const part of document.querySelectorAll(".beside, .conditions")) {
      part.classList.toggle("shown", Number(part.dataset.of) === now.at);
    }
    byId("reading").textContent = wall.view().dataset.reading;
    showNext(now);
    tick();
  });

  // Conditions: tried here first, then shown in the room.
  const escaped = (value) => value.replaceAll("%", "%25").replaceAll(";", "%3B");
  function viewOf(form) {
    const parts = [form.dataset.exhibit];
    for (const field of form.elements) {
      if (!field.name) continue;
      const chosen = field.multiple ? [...field.selectedOptions].map((one) => one.value) : [field.value];
      const value = chosen.join(".");
      if (value) parts.push(`${field.name}=${escaped(value)}`);
    }
    return parts.join(";");
  }

  // What differs from what was agreed, in words: 支援の区分 専門的支援.
  function wordsOf(form) {
    const told = [...form.elements].filter((field) => field.name).flatMap((field) => {
      const options = [...(field.options || [])];
      const isSame = options.length
        ? options.every((one) => one.selected === one.defaultSelected)
        : field.value === field.defaultValue;
      if (isSame) return [];
      const chosen = options.length ? options.filter((one) => one.selected).map((one) => one.text) : [field.value];
      return [`${field.labels[0].firstChild.textContent.trim()} ${chosen.join("、") || "すべて"}`];
    });
    return told.join("　") || "元のまま";
  }

  async function fetched(at, view, words) {
    const address = new URLSearchParams({ v1: byId(`v${at}`).dataset.view, x1: view, edition: root.dataset.edition });
    const answer = await fetch(`${root.dataset.prefix}/wall?${address}`);
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector(".view.changed");
    const drawing = JSON.parse(page.getElementById("drawings").textContent)["1x"];
    const heading = found.querySelector("h2");
    const [id, label] = [`v${at}x`, `h${at}x`];
    Object.assign(found, { id });
    Object.assign(found.dataset, { place: `${at}x` });
    found.setAttribute("aria-labelledby", label);
    heading.id = label;
    found.querySelector(".foot b").firstChild.textContent = `${at}／${wall.count}`;
    return { view, words, markup: found.outerHTML, drawing };
  }

  function drop() {
    const { at, before } = tried;
    tried = null;
    root.classList.remove("trying");
    wall.place(at, before);
  }

  const changedNow = new Map(); // place to what the room sees there instead of what was agreed
  // After a reload the address says what the room sees; the fields begin at what was agreed.
  for (const form of document.querySelectorAll(".conditions")) {
    const at = Number(form.dataset.of);
    const view = new URLSearchParams(location.search).get(`x${at}`);
    const shown = byId(`v${at}x`);
    if (!view || !shown) continue;
    for (const part of view.split(";").slice(1)) {
      const [name, value = ""] = part.split("=");
      const field = form.elements[name];
      if (!field) continue;
      const chosen = decodeURIComponent(value);
      if (field.multiple) [...field.options].forEach((one) => { one.selected = chosen.split(".").includes(one.value); });
      else field.value = chosen;
    }
    const drawing = wall.drawings[`${at}x`];
    changedNow.set(at, { view, words: wordsOf(form), markup: shown.outerHTML, drawing });
  }

  async function attempt(form) {
    const at = Number(form.dataset.of);
    form.setAttribute("aria-busy", "true");
    try {
      const changed = await fetched(at, viewOf(form), wordsOf(form));
      tried = { at, changed, before: changedNow.get(at) || null };
      wall.place(at, changed);
      root.classList.add("trying");
      wall.render();
    } catch {
      window.alert("条件を変えた図を取り寄せられませんでした。接続を確かめて、もう一度選んでください。");
    }
    form.removeAttribute("aria-busy");
  }

  document.addEventListener("change", (event) => {
    const form = event.target.closest(".conditions");
    if (form) attempt(form);
  });
  document.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!tried) await attempt(event.target);
    if (!tried) return;
    const { at, changed } = tried;
    tried = null;
    root.classList.remove("trying");
    changedNow.set(at, changed);
    wall.replaceView(at, changed);
  });
  document.addEventListener("click", (event) => {
    const form = event.target.closest(".agreed") && event.target.closest(".conditions");
    if (!form) return;
    if (tried) drop();
    form.reset();
    changedNow.delete(Number(form.dataset.of));
    wall.replaceView(Number(form.dataset.of), null);
    wall.render();
  });
})();
