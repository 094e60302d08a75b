// Votes, saves and ratings without a reload. Without script the same buttons send the same form.
"use strict";

const marksForm = document.getElementById("marks");
const notice = document.createElement("div");
const told = document.createElement("p");
const undo = document.createElement("button");
const underWay = new Set();
const otherTabs = new BroadcastChannel("marks");
let fading;

notice.className = "notice";
told.setAttribute("role", "status");
undo.type = "button";
undo.textContent = "Undo";
undo.hidden = true;
notice.append(told, undo);
document.body.append(notice);

function tell(words, takeBack) {
  told.textContent = words;
  undo.hidden = !takeBack;
  undo.onclick = takeBack;
  clearTimeout(fading);
  fading = setTimeout(hush, 10_000);
}

function hush() {
  // Not while somebody is about to press the button.
  if (notice.matches(":hover, :focus-within")) {
    fading = setTimeout(hush, 3_000);
    return;
  }
  told.textContent = "";
  undo.hidden = true;
}

function show(state) {
  for (const button of document.querySelectorAll(".mark")) {
    if (button.value !== state.paper) continue;
    const { kind } = button.dataset;
    const on = state.holds.includes(kind);
    button.name = on ? `un${kind}` : kind;
    button.setAttribute("aria-pressed", on);
    const votes = button.querySelector("[data-votes]");
    if (votes) showVotes(button, votes, state.votes);
  }
}

function showVotes(button, place, count) {
  const told = count.toLocaleString("en");
  place.textContent = count ? ` ${told}` : "";
  const name = button.getAttribute("aria-label").replace(/, [\d,]+ votes?$/, "");
  button.setAttribute("aria-label", count ? `${name}, ${told} ${count === 1 ? "vote" : "votes"}` : name);
}

// What the page put into the form, so that it is known to come from there.
function fieldsWith(button, name) {
  const fields = new URLSearchParams(new FormData(marksForm));
  fields.set(name, button.value);
  return fields;
}

async function send(button, name = button.name) {
  if (underWay.has(button)) return;
  underWay.add(button);
  const slow = setTimeout(() => tell("The library is busy. This is kept as soon as it can be."), 1_500);
  try {
    const answer = await fetch(marksForm.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: fieldsWith(button, name),
    });
    if (answer.status === 401) {
      location.assign((await answer.json()).sign_in);
      return;
    }
    if (answer.status === 404) return tell("This paper is no longer in this library.");
    if (!answer.ok) throw new Error(answer.statusText);
    // The paper may have another name by now than the page knows it by.
    const state = { ...(await answer.json()), paper: button.value };
    show(state);
    otherTabs.postMessage(state);
    tell(state.told, () => {
      button.focus();
      send(button, state.undo);
    });
  } catch {
    tell("That could not be kept. Nothing was changed; try it again in a moment.");
  } finally {
    clearTimeout(slow);
    underWay.delete(button);
  }
}

// A page that a browser kept, to go back to, shows the marks of then.
async function bringUpToDate() {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const now = new DOMParser().parseFromString(await answer.text(), "text/html");
  const buttons = new Map([...now.querySelectorAll(".mark")].map((one) => [one.dataset.kind + one.value, one]));
  for (const button of document.querySelectorAll(".mark")) {
    const one = buttons.get(button.dataset.kind + button.value);
    if (!one || underWay.has(button)) continue;
    button.name = one.name;
    for (const name of ["aria-pressed", "aria-label"]) button.setAttribute(name, one.getAttribute(name));
    button.textContent = "";
    button.append(...one.childNodes);
  }
}

otherTabs.onmessage = (event) => show(event.data);

addEventListener("pageshow", (event) => {
  const wentBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (event.persisted || wentBack) bringUpToDate();
});

// The second click of a double click would take back what the first one did.
addEventListener("click", (event) => {
  if (event.detail > 1 && event.target.closest(".mark")) event.preventDefault();
});

marksForm.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.submitter);
});
