// What is pleasant to have but nothing depends on: printing by a button, and going to the
// first wrong input of a form.
"use strict";
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const folded of document.querySelectorAll(".answer details")) folded.open = true;
    window.print();
  });
}
const wrong = document.querySelector("[aria-invalid=true]");
if (wrong) wrong.focus({ preventScroll: true });
