// Loads a page of the site again when it was rendered anew, and links it to what goes on. Only `autorl serve` has it.
"use strict";
const tag = '"' + document.currentScript.dataset.tag + '"';
let source;

async function check() {
  const answer = await fetch(location.pathname, {method: "HEAD"}).catch(() => null);
  if (answer?.ok && answer.headers.get("ETag") !== tag) location.reload();
}

function listen() {
  source = new EventSource("/live/builds");
  source.addEventListener("site", check);
}

// A page that nobody sees holds no connection: a browser has six for one server.
document.addEventListener("visibilitychange", () => {
  source?.close();
  if (document.visibilityState === "visible") listen();
});
if (document.visibilityState === "visible") listen();

const link = document.createElement("a");
link.href = "/live/";
link.textContent = "Live";
document.querySelector("header nav")?.append(" ", link);
