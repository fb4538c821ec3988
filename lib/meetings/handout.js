"use strict";
// What a file has and the wall has not: what is behind each view, and all of it on paper.
(() => {
  const SHEET = { width: 680, height: 990 }; // px that the margins leave of A4
  const WIDTH = canvas.SIZES.narrow[0];
  const LOWEST = canvas.SIZES.narrow[1];
  const HIGHEST = 864; // of a canvas on paper, where rows that find no room on the wall may stand
  const STEP = 48;
  const SMALLEST = 0.85; // of a canvas, if the notes are to stand below it
  const GAP = 14;
  const SIDE = 1009; // px in width of a sheet on its side
  const LONGEST_EMS = 12; // of a word or a number that is not broken
  const USUAL = 0.95; // of the cells of a column, whose words decide on its width
  const MOST_STRETCH = 1.5; // of columns that leave room

  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const behind = byId("behind");
  const views = [...document.querySelectorAll("#stage .view")];
  const copies = new Map(views.map((view) => [Number(view.dataset.place), copyOf(view)]));

  // Each table is in the file once; the view takes its own from there.
  function putTable(view, place) {
    const found = document.querySelector(`#t${place} .scroll`);
    if (!found || view.querySelector(".none")) return;
    const own = found.cloneNode(true);
    own.removeAttribute("tabindex");
    view.querySelector(".rest").before(own);
  }

  // A view for paper, as it is before it is shown; names that must be there once stay on the screen.
  function copyOf(view) {
    const copy = view.cloneNode(true);
    for (const node of [copy, ...copy.querySelectorAll("[id]")]) node.removeAttribute("id");
    copy.removeAttribute("aria-labelledby");
    if (!copy.querySelector(".chart")) putTable(copy, view.dataset.place);
    return copy;
  }

  const heightOf = (node) => node.getBoundingClientRect().height;

  // The pages of a view on a canvas that is as low as it can be.
  function layOut(copy, box) {
    for (let height = LOWEST; ; height += STEP) {
      box.style.height = `${height}px`;
      const pages = canvas.layOut(copy, wall.drawings, "light");
      if (pages.length === 1 || height + STEP > HIGHEST) return pages;
    }
  }

  // A page of a view at its size on paper; what is hidden there is not in it.
  function pageOf(copy, scale) {
    const room = copy.querySelector(".room");
    const ends = [...room.children].map((node) => node.getBoundingClientRect().bottom);
    const free = room.getBoundingClientRect().bottom - Math.max(...ends);
    const height = copy.offsetHeight - Math.max(0, Math.floor(free) - 4);
    const page = document.createElement("div");
    page.className = "page-of-view";
    page.append(copy.cloneNode(true));
    page.querySelectorAll('[hidden], table [style*="display: none"]').forEach((node) => node.remove());
    page.style.height = `${height * scale(height)}px`;
    Object.assign(page.firstChild.style, {
      width: `${WIDTH}px`, height: `${height}px`, transform: `scale(${scale(height)})`,
    });
    return page;
  }

  // Puts a view on its sheet, as large as its notes allow; longer notes go on the next sheet.
  function putOnPaper(place) {
    const copy = copies.get(place);
    if (!copy) return;
    copies.delete(place);
    const sheet = byId(`n${place}`);
    const paper = sheet.querySelector(".paper");
    root.classList.add("laying");
    if (place === 0) putList(copy, paper);
    else {
      const notes = heightOf(sheet.querySelector(".notes")) + GAP;
      const box = paper.appendChild(document.createElement("div"));
      box.className = "page-of-view";
      box.append(copy);
      canvas.prepare(copy);
      const pages = layOut(copy, box);
      const scale = (height) => {
        const beside = (SHEET.height - notes) / height;
        return Math.min(SHEET.width / WIDTH, beside < SMALLEST ? SHEET.height / height : beside);
      };
      const made = pages.map((_, page) => {
        canvas.show(copy, pages, page);
        return pageOf(copy, scale);
      });
      box.replaceWith(...made);
      byId(`t${place}`).classList.toggle("told", isTold(copy));
      setColumns(byId(`t${place}`));
    }
    root.classList.remove("laying");
  }

  // The widths of columns in a room: those of few words keep their own, the others give way alike.
  function shared(natural, least, room) {
    const widths = (most) => natural.map((width, place) => Math.max(least[place], Math.min(width, most)));
    const sum = (found) => found.reduce((total, width) => total + width, 0);
    if (sum(natural) <= room) {
      const stretch = Math.min(room / sum(natural), MOST_STRETCH);
      return natural.map((width) => width * stretch);
    }
    let [low, high] = [0, room];
    while (high - low > 1) {
      const middle = (low + high) / 2;
      if (sum(widths(middle)) > room) high = middle;
      else low = middle;
    }
    return widths(low);
  }

  // How long all but a few of the words of a column are, as a part of the longest.
  function usual(table, place) {
    const cells = [...table.querySelectorAll(`tr > :nth-child(${place + 1})`)];
    const lengths = cells.map((cell) => cell.textContent.length).sort((one, other) => one - other);
    return lengths[Math.ceil(USUAL * (lengths.length - 1))] / Math.max(1, lengths.at(-1));
  }

  // Browsers would break short words for long sentences, so the columns get their widths here.
  function setColumns(appendix) {
    const table = appendix.querySelector("table.data");
    const heads = [...table.querySelectorAll("thead th")];
    const measured = (looks) => {
      appendix.classList.add(looks);
      const found = heads.map((head) => Math.ceil(head.getBoundingClientRect().width) + 1);
      appendix.classList.remove(looks);
      return found;
    };
    const natural = measured("widest");
    const most = LONGEST_EMS * parseFloat(getComputedStyle(table).fontSize);
    const least = measured("narrowest").map((width, place) => Math.min(width, most, natural[place]));
    const room = appendix.classList.contains("on-side") ? SIDE : SHEET.width;
    const isWide = natural.reduce((sum, width) => sum + width) > room;
    const wished = isWide ? natural.map((width, place) => width * usual(table, place)) : natural;
    const widths = shared(wished, least, room);
    const columns = document.createElement("colgroup");
    for (const width of widths) {
      columns.appendChild(document.createElement("col")).style.setProperty("--width", `${width}px`);
    }
    table.prepend(columns);
    table.style.setProperty("--width", `${widths.reduce((sum, width) => sum + width)}px`);
  }

  // Whether the view itself is the whole table, which then need not follow.
  const isTold = (copy) => Boolean(copy.querySelector(".room > .scroll"))
    && !copy.querySelector(".rest").textContent;

  function putList(copy, paper) {
    copy.querySelectorAll("a").forEach((link) => { link.hash = link.hash.replace("v", "n"); });
    paper.append(copy);
  }

  const putAll = () => [...copies.keys()].forEach(putOnPaper);

  let opener = null;
  function setOpen(isOpen) {
    if (isOpen === root.classList.contains("opened")) return;
    root.classList.toggle("opened", isOpen);
    const button = document.querySelector('[data-do="behind"]');
    button.setAttribute("aria-pressed", String(isOpen));
    if (isOpen) {
      opener = document.activeElement;
      behind.scrollTop = 0;
      behind.focus();
    } else if (behind.contains(document.activeElement)) opener.focus();
  }

  const toggle = () => setOpen(!root.classList.contains("opened") && wall.now.at > 0);

  // What is open has its own keys, but for those that step.
  const STEPS = ["ArrowLeft", "ArrowRight"];
  behind.addEventListener("keydown", (event) => {
    const isWide = event.target.scrollWidth > event.target.clientWidth;
    if (event.key !== "Escape" && (isWide || !STEPS.includes(event.key))) event.stopPropagation();
    if (event.key === "i" && !event.ctrlKey && !event.metaKey) toggle();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") setOpen(false);
    if (event.key === "i") toggle();
  });

  let seen = "";
  function follow({ at, page }) {
    for (const part of document.querySelectorAll("[data-of]")) {
      part.classList.toggle("shown", Number(part.dataset.of) === at);
    }
    document.querySelector('[data-do="behind"]').disabled = at === 0;
    if (!seen) setTimeout(begin); // the fonts are there
    if (seen !== `${at}.${page}`) setOpen(false);
    seen = `${at}.${page}`;
  }

  for (const view of views) putTable(view, view.dataset.place);
  wall.step.behind = toggle;
  wall.listen(follow);
  root.classList.add("alive");
  window.addEventListener("beforeprint", putAll);

  // Paper waits until the screen is drawn.
  async function begin() {
    for (const place of [...copies.keys()]) {
      await new Promise((resolve) => setTimeout(resolve));
      putOnPaper(place);
    }
    root.dataset.paper = "yes";
  }
})();
