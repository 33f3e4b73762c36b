// Shows how far something in the background is without loading the page again; without this
// file the page loads itself anew every two seconds.
"use strict";
const EVERY_MS = 1000;

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (answer.redirected || !answer.ok) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.querySelector("[data-progress]")) return location.reload();
  const now = page.querySelectorAll("[data-live]");
  document.querySelectorAll("[data-live]").forEach((shown, at) => shown.replaceWith(now[at]));
  setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
