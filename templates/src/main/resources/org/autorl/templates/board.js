// Sorting, finding and choosing among the rows of this page of the leaderboard; all of it is kept in the address.
// The page is whole without it. On a board of several pages the words say that it is this page alone.
"use strict";
for (const board of document.querySelectorAll("[data-board]")) {
  const table = board.querySelector("table");
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...body.rows];
  const find = board.querySelector("[data-find]");
  const choices = [...board.querySelectorAll("[data-choice]")];
  const key = name => board.dataset.board + "." + name;
  const state = new URLSearchParams(location.search);

  function remember(name, value) {
    const now = new URLSearchParams(location.search);
    if (value) now.set(key(name), value); else now.delete(key(name));
    const text = now.toString();
    history.replaceState(null, "", location.pathname + (text ? "?" + text : "") + location.hash);
  }

  function show() {
    const words = find.value.toLowerCase();
    const chosen = Object.fromEntries(choices.map(choice => [choice.dataset.choice, choice.value]));
    heads.forEach((head, i) => {
      const hidden = ["level", "policy", "track"].some(name => head.dataset[name] && chosen[name] && head.dataset[name] !== chosen[name]);
      head.hidden = hidden;
      for (const row of rows) row.cells[i].hidden = hidden;
    });
    let count = 0;
    for (const row of rows) {
      const fits = row.cells[1].textContent.toLowerCase().includes(words)
        && ["driver", "mode"].every(name => !chosen[name] || row.dataset[name] === chosen[name]);
      row.hidden = !fits;
      count += fits ? 1 : 0;
    }
    board.querySelector("[data-count]").textContent = count === rows.length ? "" : count + " of " + rows.length + ("paged" in board.dataset ? " on this page" : "");
  }

  function order(i, up) {
    const number = heads[i].dataset.sort === "number";
    const value = row => number ? parseFloat(row.cells[i].dataset.order) : row.cells[i].textContent;
    const sorted = [...rows].sort((a, b) => {
      const x = value(a), y = value(b);
      if (number && (isNaN(x) || isNaN(y))) return isNaN(x) - isNaN(y);
      return (number ? x - y : x.localeCompare(y)) * (up ? 1 : -1);
    });
    body.append(...sorted);
    heads.forEach(head => head.removeAttribute("aria-sort"));
    heads[i].setAttribute("aria-sort", up ? "ascending" : "descending");
  }

  heads.forEach((head, i) => {
    if (!head.dataset.sort) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.setAttribute("aria-label", "Sort by " + [...head.childNodes].map(part => part.textContent.trim()).filter(Boolean).join(" "));
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") === "descending";
      order(i, up);
      remember("sort", i + (up ? "a" : "d"));
    });
  });
  find.value = state.get(key("find")) || "";
  find.addEventListener("input", () => { remember("find", find.value); show(); });
  for (const choice of choices) {
    choice.value = state.get(key(choice.dataset.choice)) || "";
    choice.addEventListener("change", () => { remember(choice.dataset.choice, choice.value); show(); });
  }
  const sort = /^(\d+)([ad])$/.exec(state.get(key("sort")) || "");
  if (sort && heads[sort[1]]?.dataset.sort) order(+sort[1], sort[2] === "a");
  board.querySelector("[data-controls]").hidden = false;
  show();
}
