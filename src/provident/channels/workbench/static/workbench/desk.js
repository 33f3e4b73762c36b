// What makes the workbench quicker for hands on the keyboard; every page works without it.
"use strict";
const find = document.getElementById("find");
const writing = (where) => where.closest("input, select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && find && !writing(event.target)) {
    event.preventDefault();
    find.focus();
    find.select();
  } else if (event.key === "Escape") {
    const open = document.querySelector("details.me[open]");
    if (open) open.open = false;
    else if (writing(event.target)) event.target.blur();
    else history.back();
  }
});

// On a phone the menu is one row: the page's own entry is moved into sight.
document.querySelector(".nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

const first = document.querySelector(".refusal, [aria-invalid=true], [data-first]");
if (first) first.focus({ preventScroll: !first.matches(".refusal") });
