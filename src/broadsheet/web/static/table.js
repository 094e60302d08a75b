// Arrow keys between cells, and how many papers are ticked. Without script every cell is reached by Tab.
"use strict";

const systems = document.querySelector("table.systems");
const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

if (systems) {
  const rows = [...systems.tBodies[0].rows].map((row) => [...row.cells].slice(2));
  let current = null;

  const stop = (cell) => {
    // One stop for Tab in the whole grid; links in a cell follow when the cell has the focus.
    if (current) setStops(current, -1);
    current = cell;
    setStops(current, 0);
  };
  const setStops = (cell, tab) => {
    cell.tabIndex = tab;
    for (const link of cell.querySelectorAll("a")) link.tabIndex = tab;
  };

  for (const cell of rows.flat()) setStops(cell, -1);
  if (rows.length && rows[0].length) stop(rows[0][0]);

  systems.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td");
    if (cell && rows.flat().includes(cell)) stop(cell);
  });

  systems.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    const row = rows.findIndex((cells) => cells.includes(cell));
    if (row < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") return cell.classList.add("hushed");
    const column = rows[row].indexOf(cell);
    const to = target(event, row, column);
    if (!to) return;
    event.preventDefault();
    to.focus();
  });

  const target = (event, row, column) => {
    if (event.key === "Home") return rows[event.shiftKey ? 0 : row][0];
    if (event.key === "End") return rows[event.shiftKey ? rows.length - 1 : row].at(-1);
    const [down, right] = STEPS[event.key] ?? [];
    return down === undefined ? null : rows[row + down]?.[column + right];
  };

  // What Escape put away comes back when the cell is left.
  for (const type of ["focusout", "mouseout"])
    systems.addEventListener(type, (event) => event.target.closest("td")?.classList.remove("hushed"));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") systems.querySelector("td:hover")?.classList.add("hushed");
  });

  const form = document.getElementById("compare");
  const told = form.querySelector("[data-chosen]");
  const count = () => {
    const chosen = systems.querySelectorAll("input[name=id]:checked").length;
    form.querySelector("button").disabled = chosen < 2 || chosen > 8;
    told.textContent = chosen === 0 ? "Tick two to eight papers." : chosen > 8 ? `${chosen} are ticked; eight is the most.` : `${chosen} ticked${chosen < 2 ? ", one more is needed" : ""}.`;
  };
  systems.addEventListener("change", count);
  addEventListener("pageshow", count);
}
