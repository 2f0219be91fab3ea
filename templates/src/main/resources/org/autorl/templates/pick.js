// Lets a reader pick two of the things on a page, and leads to their comparison. Without it each has a link of its own.
"use strict";
{
  const root = new URL("./", document.currentScript.src);
  const picked = [];
  const bar = document.createElement("p");
  bar.className = "picked";
  bar.setAttribute("role", "status");
  document.querySelector("main").append(bar);

  function show() {
    bar.replaceChildren();
    if (picked.length === 1) bar.textContent = "One is picked; pick another to compare.";
    if (picked.length === 2) {
      const link = document.createElement("a");
      const target = new URL("compare/index.html", root);
      target.search = new URLSearchParams({a: picked[0].dataset.page, b: picked[1].dataset.page});
      link.href = target;
      link.textContent = "Compare the two that are picked";
      bar.append(link);
    }
  }

  for (const place of document.querySelectorAll("[data-page]")) {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.dataset.page = place.dataset.page;
    box.className = "pick";
    const name = place.querySelector("a");
    box.setAttribute("aria-label", "Pick " + (place.dataset.name || (name ? name.textContent : "this")) + " to compare");
    (place.querySelector("th, h2") || place).prepend(box);
    box.addEventListener("change", () => {
      if (box.checked) picked.push(box); else picked.splice(picked.indexOf(box), 1);
      if (picked.length > 2) picked.shift().checked = false;
      show();
    });
  }
}
