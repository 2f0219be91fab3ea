// Fills a live page in with what the server tells. The page is whole without it, and then loads itself again.
"use strict";
const live = document.querySelector("[data-live]");
const state = live.querySelector("[data-state]");
let source;

function set(element, name, value) {
  if (name === "href" && !value.startsWith("/")) element.removeAttribute("href");
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function fill(element, view) {
  const data = element.dataset;
  const has = name => Array.isArray(view[name]) ? view[name].length > 0 : Boolean(view[name]);
  if (data.shown) element.hidden = !has(data.shown);
  if (data.hidden) element.hidden = has(data.hidden);
  if (data.in) view = view[data.in];
  if (data.text) {
    const text = String(view[data.text] ?? "");
    if (element.textContent !== text) element.textContent = text;
  }
  if (data.label) element.setAttribute("aria-label", String(view[data.label]));
  for (const pair of (data.set || "").split(" ").filter(Boolean)) {
    const [name, key] = pair.split(":");
    set(element, name, String(view[key] ?? ""));
  }
  if (data.list) return fillList(element, view[data.list] || []);
  for (const child of element.children) if (child.localName !== "template") fill(child, view);
}

// What is there is kept and filled in anew, so that what a reader has marked or unfolded stays.
function fillList(element, all) {
  const form = element.querySelector(":scope > template");
  const there = [...element.children].filter(child => child !== form);
  all.forEach((view, i) => {
    if (!there[i]) {
      there[i] = form.content.firstElementChild.cloneNode(true);
      element.append(there[i]);
    }
    fill(there[i], view);
  });
  there.slice(all.length).forEach(child => child.remove());
}

function listen() {
  source = new EventSource(live.dataset.live);
  source.addEventListener("open", () => { state.textContent = ""; });
  source.addEventListener("view", event => fill(live, JSON.parse(event.data)));
  source.addEventListener("error", () => { state.textContent = "; the server does not answer now"; });
}

// A page that nobody sees holds no connection: a browser has six for one server.
document.addEventListener("visibilitychange", () => {
  source?.close();
  if (document.visibilityState === "visible") listen();
});
if (document.visibilityState === "visible") listen();
