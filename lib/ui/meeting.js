// The meeting of this browser: kept in its storage, in every address, the same in every window.
// Which of two versions holds is decided as in lib/meetings/versions.py. Runs before Streamlit.
"use strict";
(() => {
  const NAME = "dashboard-meeting";
  const EARLIER = "dashboard-meetings"; // newest first
  const MOST_EARLIER = 5;
  const LIMITS = JSON.parse(document.currentScript.dataset.limits);
  const PAGE_NAMES = JSON.parse(document.currentScript.dataset.names);
  const MARK = /^([a-z0-9]{6})\.([1-9][0-9]{0,8})$/;
  const OWN = /^(title|m|e|[vtdn][0-9]{1,2})$/;
  const EDITION = /^(0|[1-9][0-9]{0,5})$/;
  const MOST_NOTES = 2 * LIMITS.items;

  // What storage and addresses hold is checked before it is used: anybody may have written it.
  const isText = (text, longest) =>
    typeof text === "string" && text !== "" && text.length <= 2 * longest && [...text].length <= longest;
  const isObject = (found) => typeof found === "object" && found !== null && !Array.isArray(found);
  const places = Array.from({ length: LIMITS.items }, (_, index) => index + 1);
  const views = (query) => places.map((place) => query[`v${place}`]).filter(Boolean);
  const checkedQuery = (found) => {
    const query = {};
    const take = (name, longest) => {
      if (isText(found?.[name], longest)) query[name] = found[name];
    };
    take("title", LIMITS.title);
    for (const place of places) {
      take(`v${place}`, LIMITS.view);
      if (!query[`v${place}`]) continue;
      take(`t${place}`, LIMITS.title);
      take(`d${place}`, LIMITS.number);
    }
    if (views(query).length && EDITION.test(found?.e)) query.e = `${found.e}`;
    return query;
  };
  const checkedNotes = (found) => Object.fromEntries(
    Object.entries(isObject(found) ? found : {})
      .filter(([view, words]) => isText(view, LIMITS.view) && isText(words, LIMITS.note))
      .slice(0, MOST_NOTES));
  const markOf = (meeting) => (meeting ? `${meeting.id}.${meeting.revision}` : "");
  const checked = (found) => {
    if (!isObject(found) || !MARK.test(`${found.id}.${found.revision}`)) return null;
    const query = checkedQuery(found.query);
    if (`${new URLSearchParams(query)}`.length > LIMITS.address) return null;
    return {
      id: `${found.id}`, revision: Number(found.revision), query, notes: checkedNotes(found.notes),
    };
  };

  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null; // nothing may be kept, or something else is
    }
  };
  const write = (name, value) => {
    try {
      localStorage.setItem(name, JSON.stringify(value));
    } catch {
      // The address still holds the meeting.
    }
  };
  const stored = () => checked(read(NAME));
  const earlier = () => {
    const found = read(EARLIER);
    return (Array.isArray(found) ? found : []).slice(0, MOST_EARLIER).map(checked).filter(Boolean);
  };

  const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) =>
    (byte % 36).toString(36)).join("");
  const inAddress = (url) => {
    const given = Object.fromEntries(url.searchParams);
    const query = checkedQuery(given);
    const [, id, revision] = MARK.exec(given.m) ?? [];
    if (!id && !views(query).length) return null;
    const notes = places.map((place) => [query[`v${place}`], given[`n${place}`]]);
    return {
      id, revision: Number(revision ?? 1), query,
      notes: checkedNotes(Object.fromEntries(notes.filter(([view]) => view))),
    };
  };
  const withMeeting = (address, meeting) => {
    const url = new URL(address, location.href);
    for (const name of [...url.searchParams.keys()]) {
      if (OWN.test(name)) url.searchParams.delete(name);
    }
    if (meeting) {
      Object.entries(meeting.query).forEach(([name, text]) => url.searchParams.set(name, text));
      url.searchParams.set("m", markOf(meeting));
    }
    return url;
  };

  // The meeting of this window; other windows may hold another one.
  let own = null;
  const known = (id) => [stored(), ...earlier()].find((meeting) => meeting?.id === id);
  // Storage has what other windows wrote: notes at any time, the rest where its revision is higher.
  const renewed = (meeting) => {
    const kept = meeting && known(meeting.id);
    if (!kept) return meeting;
    return kept.revision > meeting.revision ? kept : { ...meeting, notes: kept.notes };
  };
  // The server may write a view otherwise than an old address did; its note goes along.
  const withNotesMoved = (meeting, before) => {
    const [was, is] = [views(before.query), views(meeting.query)];
    if (was.length !== is.length) return meeting;
    const notes = { ...meeting.notes };
    is.forEach((view, index) => {
      const former = was[index];
      const isOther = former.split(";")[0] !== view.split(";")[0];
      if (isOther || !notes[former] || was.includes(view) || is.includes(former)) return;
      notes[view] ??= notes[former];
      delete notes[former];
    });
    return { ...meeting, notes };
  };
  const keep = (meeting) => {
    own = meeting;
    const all = [stored(), ...earlier()].filter((one) => one && views(one.query).length);
    const others = all.filter((one, index) =>
      one.id !== own.id && all.findIndex((other) => other.id === one.id) === index);
    if (!isSame(others, read(EARLIER) ?? [])) write(EARLIER, others.slice(0, MOST_EARLIER));
    if (!isSame(own, read(NAME))) write(NAME, own);
  };
  // A link to an older state, or to what another browser made of it, can be opened as another one.
  const setAside = (meeting) => {
    const all = earlier();
    const isKnown = all.some((one) => isSame(one.query, meeting.query));
    const isLink = performance.getEntriesByType("navigation")[0]?.type === "navigate";
    if (!isLink || isKnown || !views(meeting.query).length) return;
    write(EARLIER, [{ ...meeting, id: fresh(), revision: 1 }, ...all].slice(0, MOST_EARLIER));
  };
  // What holds where an address is opened, or written over the meeting of the window.
  const chosen = (given, held, isWritten) => {
    if (!given) return renewed(held);
    const isHeld = !given.id && held && isSame(views(given.query), views(held.query));
    if (!given.id && !isHeld) return { ...given, id: fresh() };
    const before = renewed(isHeld || held?.id === given.id ? held : known(given.id));
    if (!before) return given;
    const notes = { ...given.notes, ...before.notes };
    const isOlder = before.revision > given.revision;
    if (isOlder && !isWritten && !isSame(before.query, given.query)) setAside(given);
    if (isHeld || isOlder) return { ...before, notes };
    const isEqual = before.revision === given.revision;
    if (isEqual && !isWritten && !isSame(before.query, given.query)) {
      return { ...given, id: fresh(), revision: 1, notes }; // two browsers changed one meeting
    }
    return withNotesMoved({ ...given, notes }, before);
  };

  const push = history.pushState;
  const replace = history.replaceState;
  const settle = (given, isWritten) => {
    const before = markOf(own);
    const meeting = chosen(given, own, isWritten);
    if (meeting && !isSame(meeting, own)) keep(meeting);
    // Another window wrote meanwhile; the server, which wrote this address, does not know it yet.
    if (isWritten && markOf(meeting) !== (markOf(given) || before)) tellOnce();
    return meeting;
  };
  // Streamlit leaves the meeting out where a visitor changes the page.
  const settled = (address) => {
    const url = new URL(address, location.href);
    return withMeeting(url, settle(inAddress(url), true));
  };
  const bare = (address) => {
    const url = withMeeting(address, null);
    url.searchParams.sort();
    return url.pathname + url.search;
  };
  // A change of the meeting is no step: going back never brings an older list.
  history.pushState = function pushed(state, title, address) {
    const to = settled(address ?? location.href);
    const isStep = bare(to) !== bare(location.href) || (to.hash && to.hash !== location.hash);
    if (isStep) push.call(this, state, title, to);
    else replace.call(this, history.state, title, to);
  };
  history.replaceState = function replaced(state, title, address) {
    if (address === undefined || address === null) replace.call(this, state, title);
    else replace.call(this, state, title, settled(address));
  };
  const putIntoAddress = () => {
    const to = withMeeting(location.href, own);
    if (own && to.href !== location.href) replace.call(history, history.state, "", to);
  };
  addEventListener("popstate", (event) => {
    if (!event.isTrusted) return;
    if (own) own = renewed(own);
    else settle(inAddress(new URL(location.href)), false);
    putIntoAddress();
  }, true);

  // With a part of the page in the address, Streamlit would take this for a step inside the page.
  const tellServer = () => {
    const here = withMeeting(location.href, own);
    history.replaceState(history.state, "", here.pathname + here.search);
    dispatchEvent(new PopStateEvent("popstate"));
    if (here.hash) history.replaceState(history.state, "", here.href);
  };
  let told = "";
  const tellOnce = () => {
    if (told === markOf(own)) return;
    told = markOf(own);
    setTimeout(tellServer);
  };
  const follow = () => {
    const kept = stored();
    const isNewer = kept && (!own || (kept.id === own.id && (kept.revision > own.revision ||
      (kept.revision === own.revision && !isSame(kept.query, own.query)))));
    own = isNewer ? kept : renewed(own);
    if (isNewer) tellServer();
    draw();
  };
  addEventListener("storage", (event) => {
    if ([NAME, EARLIER, null].includes(event.key)) follow();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) follow();
  });

  // A session that begins while the page stays open may know less than the browser.
  let seen = "";
  const compare = () => {
    const held = document.querySelector("[data-held]")?.dataset.held;
    if (held === undefined || held === seen) return;
    seen = held;
    if (own && held !== markOf(own)) tellOnce();
  };

  const note = (view, words) => {
    if (!own || !isText(view, LIMITS.view)) return;
    follow();
    const notes = { ...own.notes };
    delete notes[view];
    const others = Object.entries(notes);
    const used = views(own.query);
    const kept = others.length < MOST_NOTES ? others : others.filter(([other]) => used.includes(other));
    keep({ ...own, notes: checkedNotes(Object.fromEntries([...kept, [view, words]])) });
  };
  document.addEventListener("input", (event) => {
    const { note: view } = event.target.dataset ?? {};
    if (view !== undefined) note(view, [...event.target.value].slice(0, LIMITS.note).join(""));
  });
  const fillNotes = () => {
    for (const field of document.querySelectorAll("textarea[data-note]")) {
      const words = own?.notes[field.dataset.note] ?? "";
      if (field !== document.activeElement && field.value !== words) field.value = words;
    }
  };
  // Notes of a file that the server read; the server draws the element again with every run.
  const taken = new Set();
  const takeHanded = () => {
    for (const { dataset } of document.querySelectorAll("[data-handed]")) {
      if (dataset.meeting !== own?.id || taken.has(dataset.handed)) continue;
      taken.add(dataset.handed);
      const handed = Object.entries(checkedNotes(JSON.parse(dataset.notes)));
      handed.forEach(([view, words]) => note(view, words));
    }
  };

  const element = (name, words, parts = []) => {
    const made = document.createElement(name);
    made.textContent = words;
    made.append(...parts);
    return made;
  };
  const row = (meeting) => {
    const [first] = views(meeting.query);
    const title = meeting.query.title ?? PAGE_NAMES[first.split("/")[0]] ?? "名前のない会議";
    const button = element("button", "開く");
    button.type = "button";
    button.setAttribute("aria-label", `${title}を開く`);
    button.addEventListener("click", () => {
      keep(known(meeting.id) ?? meeting);
      tellServer();
    });
    return element("li", "", [
      element("span", title), element("small", `図${views(meeting.query).length}件`), button,
    ]);
  };
  const listEarlier = () => {
    const place = document.querySelector("[data-earlier]");
    if (!place) return;
    const found = earlier().filter((meeting) => views(meeting.query).length && meeting.id !== own?.id);
    const shown = found.map(markOf).join(" ");
    if ((place.dataset.shown ?? "") === shown) return;
    place.dataset.shown = shown;
    place.replaceChildren(...(found.length
      ? [element("h2", place.dataset.earlier), element("ul", "", found.map(row))]
      : []));
  };
  const draw = () => {
    takeHanded();
    fillNotes();
    listEarlier();
    compare();
  };

  own = stored();
  settle(inAddress(new URL(location.href)), false);
  putIntoAddress();
  new MutationObserver(draw).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributeFilter: ["data-held"],
  });
})();
