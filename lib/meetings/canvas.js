// Lays views out on a canvas of fixed size, in several pages where their rows find no room on one.
"use strict";
window.canvas = (() => {
  // 4:3 and 16:9: letters of 14 px are 24.9 at 1024 x 768 and 24 at 1280 x 720. Upright for phones.
  const SIZES = { upright: [400, 640], narrow: [576, 432], wide: [746, 420] };
  const WIDEST_NARROW = 1.55; // width by height of a window that shows the narrow canvas
  const WIDEST_UPRIGHT = 0.8;
  const MOST_TABLE_ROWS = 8;
  const SMALLEST_LETTERS = 14;
  const TALLEST_ROW = 48;
  const ROOMY_ROW = 34; // from here on letters are larger
  const LARGEST_UNIT = 20;
  const SPARE_PX = 8; // by which the line below columns of squares is longer than they
  const LEAST_ROWS = 5; // of a table, before sentences leave it
  const TALLEST_DRAWING = 1.25; // of what was declared: points on one line need not be spread
  const TABLE_ZOOMS = [1.5, 1.25, 1];
  const CONFIG = { displayModeBar: false, staticPlot: true };
  // What of a wide table leaves first: looks of columns.
  const LEAVING = ["link", "place", "ordinal", "word", "year", "figure"];

  function shapeOf(width, height) {
    if (width / height < WIDEST_UPRIGHT) return "upright";
    return width / height < WIDEST_NARROW ? "narrow" : "wide";
  }
  const room = (view) => view.querySelector(".room");
  const overflows = (box) => box.scrollHeight > box.clientHeight + 1;
  const isTable = (view) => Boolean(view.querySelector("table.data"))
    && (view.classList.contains("as-table") || !view.querySelector(".chart"));
  const textOf = (node) => (node ? node.textContent.trim() : "");

  // Rows of a chart and sentences of a list may stand on different pages; groups of squares stay.
  function unitsOf(view) {
    if (isTable(view)) return [...view.querySelectorAll("table.data tbody tr")];
    const squares = view.querySelectorAll("table.squares.grouped tbody");
    if (squares.length) return [...squares];
    return [...view.querySelectorAll("table.rows tbody tr:not(.told), .sayings li, .agenda li")];
  }

  function showOnly(view, units, from, to) {
    units.forEach((unit, place) => { unit.hidden = place < from || place >= to; });
    for (const part of view.querySelectorAll(".sayings section")) {
      part.hidden = !part.querySelector("li:not([hidden])");
    }
    view.classList.toggle("continued", from > 0 && !isTable(view));
  }

  // How many units from one on find room; at least one, or nothing would ever be shown.
  function fitting(view, units, from, most) {
    let [low, high] = [1, Math.min(most, units.length - from)];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      showOnly(view, units, from, from + middle);
      if (overflows(room(view))) high = middle - 1;
      else low = middle;
    }
    return low;
  }

  // Pages of the same length, where these find room.
  function pagesOf(view, units) {
    const pages = [];
    for (let from = 0; from < units.length; from = pages.at(-1)[1]) {
      pages.push([from, from + fitting(view, units, from, units.length)]);
    }
    const even = Math.ceil(units.length / pages.length);
    const evened = pages.map((_, place) => [place * even, Math.min((place + 1) * even, units.length)]);
    const isFit = evened.every(([from, to]) => {
      showOnly(view, units, from, to);
      return from < to && !overflows(room(view));
    });
    return isFit ? evened : pages;
  }

  // Rows without a mark that say the same become one sentence below the others.
  function tellTogether(view) {
    const told = new Map();
    for (const row of view.querySelectorAll("table.rows tr.bare")) {
      const words = textOf(row.querySelector(".note"));
      if (words) told.set(words, [...(told.get(words) || []), row]);
    }
    const sentences = [];
    for (const [words, rows] of told) {
      if (rows.length < 2) continue;
      const names = rows.map((row) => textOf(row.querySelector("th.name .brief") || row.querySelector("th.name")));
      sentences.push(`${words}：${names.join("、")}`);
      rows.forEach((row) => { row.classList.add("told"); row.hidden = true; });
    }
    return sentences.join("　");
  }

  const setColumn = (table, place, isShown) => table
    .querySelectorAll(`tr > :nth-child(${place + 1})`)
    .forEach((cell) => { cell.style.display = isShown ? "" : "none"; });

  // The columns in the order in which they leave, names and sentences last; the first one stays.
  const rankOf = (head) => {
    const rank = LEAVING.findIndex((looks) => head.classList.contains(looks));
    return rank < 0 ? LEAVING.length : rank;
  };
  const leaving = (heads) => heads
    .map((head, place) => [rankOf(head), place])
    .filter(([, place]) => place > 0)
    .sort(([one, first], [other, second]) => one - other || second - first)
    .map(([, place]) => place);

  // Leaves out columns until the others fit; returns the places of those that are gone.
  function narrowTable(view) {
    const table = view.querySelector("table.data");
    const box = table.parentElement;
    const heads = [...table.querySelectorAll("thead th")];
    heads.forEach((_, place) => setColumn(table, place, true));
    const gone = [];
    for (const place of leaving(heads)) {
      if (box.scrollWidth <= box.clientWidth + 1) break;
      setColumn(table, place, false);
      gone.push(place);
    }
    return gone;
  }

  // Sentences make rows high: where a table of figures shows too few because of them, they leave.
  function leaveSentences(view, gone) {
    const table = view.querySelector("table.data");
    const heads = [...table.querySelectorAll("thead th")];
    if (!heads.some((head) => head.classList.contains("figure"))) return;
    heads.forEach((head, place) => {
      if (!head.classList.contains("sentence")) return;
      setColumn(table, place, false);
      gone.push(place);
    });
  }

  // Larger letters where all columns and the first rows find room with them.
  function layOutTable(view) {
    const table = view.querySelector("table.data");
    if (!table) return [[0, 0]];
    TABLE_ZOOMS.some((zoom) => {
      table.style.zoom = zoom;
      return isWhole(view);
    });
    return placeRows(view);
  }

  function isWhole(view) {
    const units = unitsOf(view);
    showOnly(view, units, 0, MOST_TABLE_ROWS);
    return !narrowTable(view).length && !overflows(room(view));
  }

  function placeRows(view) {
    const units = unitsOf(view);
    showOnly(view, units, 0, MOST_TABLE_ROWS);
    const gone = narrowTable(view);
    const rest = view.querySelector(".rest");
    const { whole } = view.closest("[data-whole]").dataset; // where all rows and columns are
    const say = (count) => {
      const left = [count && `${count}行`, gone.length && `${gone.length}列`].filter(Boolean).join("、");
      rest.textContent = left && `ほかに${left}（すべては${whole}にある）`;
    };
    say(units.length);
    let count = fitting(view, units, 0, MOST_TABLE_ROWS);
    if (count < Math.min(LEAST_ROWS, units.length)) {
      leaveSentences(view, gone);
      count = fitting(view, units, 0, MOST_TABLE_ROWS);
    }
    say(units.length - count);
    return [[0, count]];
  }

  // Pictures of the country keep their shape and are made as wide as their height allows.
  function shrinkPicture(view) {
    const box = room(view);
    const picture = view.querySelector(".prefectures");
    if (!picture) return;
    picture.style.width = "";
    for (let round = 0; round < 12 && overflows(box); round += 1) {
      picture.style.width = `${Math.floor(picture.clientWidth * 0.96)}px`;
    }
    const drawing = picture.querySelector(":scope > svg");
    if (!drawing) return;
    const scale = drawing.clientWidth / drawing.viewBox.baseVal.width;
    drawing.style.fontSize = `${SMALLEST_LETTERS / scale}px`;
  }

  const draw = (view, drawings, tone) => {
    const box = view.querySelector(".drawn");
    const found = box && !isTable(view) && drawings[view.dataset.place];
    if (!found) return;
    const { data, layout } = structuredClone(found[tone] || found.light);
    const free = room(view).clientHeight - view.querySelector(".rest").offsetHeight;
    const height = Math.min(free, layout.height * TALLEST_DRAWING);
    const size = { width: box.clientWidth, height, autosize: false };
    Plotly.newPlot(box, data, { ...layout, ...size }, CONFIG);
  };

  // Lays a view out and returns its pages; the view has to be displayed.
  function layOut(view, drawings, tone) {
    reset(view);
    view.querySelector(".rest").textContent = isTable(view) ? "" : view.dataset.told;
    if (isTable(view)) return layOutTable(view);
    draw(view, drawings, tone);
    shrinkPicture(view);
    const units = unitsOf(view);
    return units.length ? pagesOf(view, units) : [[0, 0]];
  }

  // What is on a page takes the room that is there: rows are higher, squares and letters larger.
  function spread(view) {
    if (isTable(view)) return;
    const box = room(view);
    if (view.querySelector(".sayings, table.rows:not(.squares)")) view.classList.add("roomy");
    const isCrossing = [...view.querySelectorAll("tr:not([hidden]) .note")].some((note) =>
      note.getBoundingClientRect().right > note.closest("td").getBoundingClientRect().right);
    if (isCrossing || overflows(box)) view.classList.remove("roomy");
    const grow = (name, most, least) => {
      for (let size = most; size >= least; size -= 2) {
        view.style.setProperty(name, `${size}px`);
        if (!overflows(box) && box.scrollWidth <= box.clientWidth + SPARE_PX) return size;
      }
      view.style.removeProperty(name);
      return 0;
    };
    if (view.querySelector("table.squares, ol.stacks")) grow("--unit", LARGEST_UNIT, 12);
    else if (view.querySelector("table.rows")) {
      const height = grow("--row", TALLEST_ROW, 24);
      if (height < ROOMY_ROW && view.classList.contains("roomy")) {
        view.classList.remove("roomy");
        grow("--row", TALLEST_ROW, 24);
      }
    }
  }

  function reset(view) {
    view.classList.remove("roomy");
    view.style.removeProperty("--row");
    view.style.removeProperty("--unit");
  }

  function show(view, pages, page) {
    reset(view);
    showOnly(view, unitsOf(view), ...pages[page]);
    spread(view);
    const own = pages.length > 1 ? `（${page + 1}／${pages.length}）` : "";
    view.querySelector(".page").textContent = own;
  }

  function prepare(view) {
    view.dataset.told = view.querySelector(".chart") ? tellTogether(view) : "";
  }

  // Puts a box of the size of the canvas into another box, as large as it can be there.
  function scaleInto(box, stage, [width, height]) {
    const scale = Math.min(box.clientWidth / width, box.clientHeight / height);
    stage.style.width = `${width}px`;
    stage.style.height = `${height}px`;
    stage.style.left = `${Math.max(0, (box.clientWidth - width * scale) / 2)}px`;
    stage.style.top = `${Math.max(0, (box.clientHeight - height * scale) / 2)}px`;
    stage.style.transform = `scale(${scale})`;
  }

  return { SIZES, shapeOf, prepare, layOut, show, scaleInto };
})();
