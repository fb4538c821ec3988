// Has the files of the meeting in the address made, and saves them; no session is needed.
"use strict";
(() => {
  const PREFIX = document.documentElement.dataset.prefix;
  const STORE = "dashboard-meeting";
  const LONGEST_NOTE = 400;
  const SETTLES_MS = 300;
  const LONGEST_RUN_MS = 5000;
  const REVOKED_AFTER_MS = 60_000;

  const pause = (wait) => new Promise((go) => { setTimeout(go, wait); });
  // Words that were just typed reach the address with the next run of the page.
  const settled = async () => {
    const end = Date.now() + LONGEST_RUN_MS;
    do await pause(SETTLES_MS);
    while (document.querySelector('[data-test-script-state="running"]') && Date.now() < end);
  };

  // What the browser keeps may be of anybody's making, or not be there at all.
  const keptNotes = () => {
    try {
      const notes = JSON.parse(localStorage.getItem(STORE))?.notes;
      return new Map(Object.entries(notes ?? {}).filter(([, note]) => typeof note === "string"));
    } catch {
      return new Map();
    }
  };
  const formOf = (button) => {
    if (button.dataset.view) return new URLSearchParams({ v1: button.dataset.view });
    const form = new URLSearchParams(location.search);
    const notes = keptNotes();
    for (const [name, view] of [...form]) {
      const place = /^v(\d+)$/.exec(name)?.[1];
      const note = place && notes.get(view);
      if (note && !form.has(`n${place}`)) form.set(`n${place}`, note.slice(0, LONGEST_NOTE));
    }
    return form;
  };

  const nameIn = (answer) => {
    const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("content-disposition") || "");
    return name ? decodeURIComponent(name[1]) : "meeting";
  };
  const save = (file, name) => {
    const address = URL.createObjectURL(file);
    Object.assign(document.createElement("a"), { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), REVOKED_AFTER_MS);
  };
  const refusalIn = async (answer) => {
    const isSentence = answer.headers.get("content-type")?.startsWith("text/plain");
    return isSentence ? answer.text() : "作れませんでした。画面を再読み込みしてください。";
  };

  const made = async (button, name) => {
    await settled();
    const sent = { method: "POST", body: formOf(button) };
    try {
      const { edition } = button.dataset;
      const asked = edition ? `?${new URLSearchParams({ edition })}` : "";
      const answer = await fetch(`${PREFIX}/meeting/made/${button.dataset.make}${asked}`, sent);
      if (!answer.ok) return `${name}: ${await refusalIn(answer)}`;
      save(await answer.blob(), nameIn(answer));
      return `${name}を保存しました`;
    } catch {
      return `${name}: サーバーに接続できません。少し待って、もう一度押してください。`;
    }
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-make]");
    if (!button) return;
    const name = button.dataset.name;
    const place = button.parentElement.querySelector('[role="status"]');
    button.disabled = true;
    place.textContent = `${name}を作っています`;
    const words = await made(button, name);
    button.disabled = false;
    if (document.activeElement === document.body) button.focus();
    place.textContent = words;
  });
})();
