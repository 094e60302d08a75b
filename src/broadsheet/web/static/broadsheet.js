// Makes the pages quicker to use: keys to move about, buttons that copy. Everything works without it.
"use strict";

const KEYS_OFF = "keys-off";

function storage(name, value) {
  // A browser may forbid storage: then the choice lasts as long as the page.
  try {
    if (value === undefined) return localStorage.getItem(name);
    localStorage.setItem(name, value);
  } catch {
    return null;
  }
  return value;
}

// Keys

const help = document.getElementById("help");
const search = document.getElementById("q");
const switched = document.getElementById("keys-on");

function titles() {
  return [...document.querySelectorAll("main .entry :is(h2, h3) a")];
}

function move(step) {
  const all = titles();
  if (!all.length) return;
  const within = document.activeElement?.closest(".entry");
  const here = within ? all.findIndex((title) => within.contains(title)) : -1;
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + step));
  all[next].focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  all[next].closest(".entry").scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}

function open() {
  const title = document.activeElement?.closest(".entry")?.querySelector(":is(h2, h3) a");
  title?.click();
}

// The paper that is meant: the one with the focus, or the one that the page is about.
function mark(kind) {
  const paper = document.activeElement?.closest(".entry") ?? document.querySelector("main > .paper");
  paper?.querySelector(`.mark-${kind}`)?.click();
}

const ACTIONS = {
  "/": () => {
    search.focus();
    search.select();
  },
  j: () => move(1),
  k: () => move(-1),
  o: open,
  v: () => mark("vote"),
  s: () => mark("save"),
  m: () => mark("up"),
  l: () => mark("down"),
  n: () => mark("uninterested"),
  x: () => mark("hidden"),
  u: () => document.querySelector(".notice button:not([hidden])")?.click(),
  h: () => {
    location.href = "/";
  },
  "?": () => help.showModal(),
};

function isTyping(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable], dialog") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) {
    if (event.key === "Escape" && event.target === search) search.blur();
    return;
  }
  const action = Object.hasOwn(ACTIONS, event.key) ? ACTIONS[event.key] : null;
  if (!action || help.open || storage(KEYS_OFF) === "1") return;
  event.preventDefault();
  action();
});

switched.checked = storage(KEYS_OFF) !== "1";
switched.addEventListener("change", () => storage(KEYS_OFF, switched.checked ? "0" : "1"));

// Where a formula is wider than the page its text scrolls, which not every browser lets keys do by itself

function reach() {
  for (const text of document.querySelectorAll("main :is(h1, .text p):has(math)")) {
    if (text.scrollWidth > text.clientWidth) text.tabIndex = 0;
    else text.removeAttribute("tabindex");
  }
}

reach();
addEventListener("resize", reach);

// Buttons that only work with script

function copy(button) {
  const text = document.getElementById(button.dataset.copy).textContent;
  const label = button.textContent;
  const say = (words) => {
    button.textContent = words;
    setTimeout(() => (button.textContent = label), 2000);
  };
  // Without https the clipboard is only there on this machine itself.
  if (!navigator.clipboard) return select(button);
  navigator.clipboard.writeText(text).then(() => say("Copied"), () => select(button));
}

function select(button) {
  const range = document.createRange();
  range.selectNodeContents(document.getElementById(button.dataset.copy));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  button.textContent = "Selected: now press Ctrl+C";
}

// A day that is written is meant: it chooses the time that it belongs to.
for (const day of document.querySelectorAll("[data-chooses]"))
  day.addEventListener("input", () => {
    if (day.value) document.getElementById(day.dataset.chooses).checked = true;
  });

// A file that is chosen fills the text that is sent.
for (const chosen of document.querySelectorAll("[data-fills]"))
  chosen.addEventListener("change", async () => {
    const [file] = chosen.files;
    if (file) document.getElementById(chosen.dataset.fills).value = await file.text();
  });

for (const button of document.querySelectorAll("[data-copy]")) button.addEventListener("click", () => copy(button));
for (const button of document.querySelectorAll("[data-help]")) button.addEventListener("click", () => help.showModal());
for (const hidden of document.querySelectorAll(".scripted")) hidden.hidden = false;
