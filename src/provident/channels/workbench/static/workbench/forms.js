// Beside a typed number, what it stands for; without script the page shows it on its way back.
"use strict";
for (const input of document.querySelectorAll("input[data-find]")) {
  const found = document.getElementById(`${input.id}-found`);
  input.addEventListener("change", async () => {
    const asked = input.value.trim();
    const answer = await fetch(`${input.dataset.find}?q=${encodeURIComponent(asked)}`);
    if (answer.ok && !answer.redirected && input.value.trim() === asked) {
      found.innerHTML = await answer.text();
    }
  });
}
