// Tables: sorted by their headings, searched and copied; what is chosen stands in the address.
"use strict";
(() => {
  const WRITES_AFTER_MS = 300; // browsers refuse an address that changes with each letter
  const collator = new Intl.Collator("ja", { numeric: true });
  const printed = new WeakMap(); // body of a table to its rows in the order of the document
  const timers = new WeakMap();

  const parameter = (kind, box) => `${kind}.${box.dataset.exhibit}`;
  const read = (kind, box) => new URLSearchParams(location.search).get(parameter(kind, box)) || "";
  const write = (kind, box, words) => {
    const address = new URL(location.href);
    if (words) address.searchParams.set(parameter(kind, box), words);
    else address.searchParams.delete(parameter(kind, box));
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  };
  const later = (element, wait, act) => {
    clearTimeout(timers.get(element));
    timers.set(element, setTimeout(act, wait));
  };

  const flat = (text) => text.replace(/\s+/g, " ").trim();
  const unitOf = (cell) => flat(cell.querySelector(".unit")?.textContent || "");
  const wordsOf = (cell) => flat(
    [...cell.childNodes]
      .filter((part) => !part.classList?.contains("disputed") && !part.classList?.contains("unit"))
      .map((part) => part.textContent).join(""),
  );
  // Any width, case and kana are the same, as in the search of the pages.
  const folded = (text) => text.normalize("NFKC").toLowerCase().replace(
    /[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60),
  );

  const keyOf = (cell) => {
    const value = cell.dataset.value ?? "";
    const words = wordsOf(cell).replace(/(?<=\d),(?=\d)/g, "");
    return { isEmpty: cell.hasAttribute("data-empty"), value, words, unit: unitOf(cell) };
  };
  const compared = (one, other) => {
    if (!one.value || !other.value) return collator.compare(one.words, other.words);
    const difference = Number(one.value) - Number(other.value);
    if (!Number.isNaN(difference)) return difference;
    return one.value < other.value ? -1 : Number(one.value > other.value); // dates
  };
  // Numbers of different units are never set in one order: they stay apart by unit.
  const inOrder = (rows, at, sign) => rows
    .map((row) => [keyOf(row.cells[at]), row])
    .sort(([one], [other]) => one.isEmpty - other.isEmpty
      || collator.compare(one.unit, other.unit) || sign * compared(one, other))
    .map(([, row]) => row);

  const sort = (box) => {
    const [name, direction] = read("sort", box).split(".");
    const body = box.querySelector("tbody");
    const heads = [...box.querySelectorAll("thead th")];
    const at = heads.findIndex((head) => head.dataset.column === name);
    const isSorted = at >= 0 && ["asc", "desc"].includes(direction);
    heads.forEach((head, place) => {
      const word = direction === "asc" ? "ascending" : "descending";
      head.setAttribute("aria-sort", isSorted && place === at ? word : "none");
    });
    const rows = printed.get(body);
    const wanted = isSorted ? inOrder(rows, at, direction === "asc" ? 1 : -1) : rows;
    if (wanted.some((row, place) => body.rows[place] !== row)) body.append(...wanted);
  };

  const find = (box, words) => {
    const rows = printed.get(box.querySelector("tbody"));
    const parts = folded(words).split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const text = parts.length ? folded([...row.cells].map((cell) => cell.textContent).join(" ")) : "";
      row.hidden = !parts.every((part) => text.includes(part));
    }
    const left = rows.filter((row) => !row.hidden).length;
    const said = parts.length ? `${rows.length}行中${left}行` : "";
    const place = box.querySelector(".found");
    if (place.textContent !== said) place.textContent = said;
  };

  const restore = (box) => {
    const body = box.querySelector("tbody");
    if (!printed.has(body)) printed.set(body, [...body.rows]);
    sort(box);
    const field = box.querySelector(".find");
    if (!field) return;
    field.value = read("find", box);
    find(box, field.value);
  };

  // Text that no spreadsheet runs as a formula.
  const guarded = (cell, words) =>
    !cell.dataset.value && /^[=+\-@＝＋－＠]/.test(words) ? `'${words}` : words;
  const linesOf = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    const pair = (head, words, unit) => (head.dataset.unit ? [words, unit] : [words]);
    const body = [...table.tBodies[0].rows].filter((row) => !row.hidden);
    return [
      heads.flatMap((head) => pair(head, wordsOf(head), head.dataset.unit)),
      ...body.map((row) => heads.flatMap((head, at) => {
        const cell = row.cells[at];
        return pair(head, guarded(cell, wordsOf(cell)), unitOf(cell));
      })),
    ];
  };
  const htmlOf = (lines) => {
    const table = document.createElement("table");
    lines.forEach((line, place) => {
      const row = table.insertRow();
      for (const words of line) {
        row.append(Object.assign(document.createElement(place ? "td" : "th"), { textContent: words }));
      }
    });
    return table.outerHTML;
  };
  const copy = (box, button) => {
    const lines = linesOf(box.querySelector("table"));
    const plain = lines.map((line) => line.join("\t")).join("\r\n");
    window.copying.copy({ "text/plain": plain, "text/html": htmlOf(lines) }, button, box.querySelector(".copied"), {
      done: `見出しと${lines.length - 1}行をコピーした`,
      failed: "コピーできなかった。CSVを使ってください",
    });
  };

  const NEXT = { none: "asc", ascending: "desc", descending: "" };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".tabled button");
    if (!button) return;
    const box = button.closest(".tabled");
    if (button.classList.contains("copy")) {
      copy(box, button);
      return;
    }
    const head = button.closest("th");
    const next = NEXT[head.getAttribute("aria-sort") || "none"];
    write("sort", box, next && `${head.dataset.column}.${next}`);
    sort(box);
    box.querySelector(".scroll").scrollTop = 0;
  });
  document.addEventListener("input", (event) => {
    if (!event.target.matches?.(".tabled .find")) return;
    const field = event.target;
    const box = field.closest(".tabled");
    find(box, field.value);
    later(field, WRITES_AFTER_MS, () => write("find", box, field.value.trim()));
  });

  // Streamlit writes a table anew when its rows change.
  const known = new WeakSet();
  const look = () => {
    for (const box of document.querySelectorAll(".tabled")) {
      if (known.has(box)) continue;
      known.add(box);
      restore(box);
    }
  };
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  window.addEventListener("popstate", () => document.querySelectorAll(".tabled").forEach(restore));
})();
