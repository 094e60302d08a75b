// Votes and saves without a reload. Without script the same buttons send the same form.
"use strict";

const marksForm = document.getElementById("marks");
const notice = document.createElement("div");
const told = document.createElement("p");
const undo = document.createElement("button");
const underWay = new Set();
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
  for (const button of document.querySelectorAll(`.mark-${state.kind}`)) {
    if (button.value !== state.paper) continue;
    button.name = state.on ? `un${state.kind}` : state.kind;
    button.setAttribute("aria-pressed", state.on);
    const votes = button.querySelector("[data-votes]");
    if (votes) votes.textContent = state.votes ? ` ${state.votes.toLocaleString("en")}` : "";
  }
}

async function send(button) {
  if (underWay.has(button)) return;
  underWay.add(button);
  try {
    const answer = await fetch(marksForm.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({ [button.name]: button.value }),
    });
    if (!answer.ok) throw new Error(answer.statusText);
    const state = await answer.json();
    show(state);
    tell(state.told, () => {
      button.focus();
      send(button);
    });
  } catch {
    tell("That could not be kept. Nothing was changed; try it again in a moment.");
  } finally {
    underWay.delete(button);
  }
}

marksForm.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.submitter);
});
