// What a script adds to the table of uses: it counts what is selected, copies numbers instead of
// opening a page of them, and keeps links to views in step with the filters.
"use strict";

const boxes = () => [...document.querySelectorAll('#uses input[name="n"]')];

// With shift, everything between two boxes is ticked.
let last = null;
document.addEventListener("click", (event) => {
  const box = event.target.closest('#uses input[name="n"]');
  if (!box) return;
  const all = boxes();
  if (event.shiftKey && last && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const each of all.slice(from, to + 1)) each.checked = box.checked;
  }
  last = box;
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button || !navigator.clipboard) return;
  event.preventDefault();
  const form = button.form;
  const says = form.querySelector("[data-copied]");
  const query = new URLSearchParams(new FormData(form));
  const response = await fetch(`${button.formAction}?${query}`, { headers: { Accept: "text/plain" } });
  const text = await response.text();
  if (!response.ok) {
    says.textContent = "Nothing is selected. Tick the uses you want.";
    return;
  }
  try {
    await navigator.clipboard.writeText(text);
    says.textContent = `Copied: ${text.trim().split("\n").length} numbers.`;
  } catch {
    location.assign(`${button.formAction}?${query}`);
  }
});

// After the table was replaced, a link to keep the view asks for what is shown now.
document.addEventListener("htmx:afterSettle", () => {
  for (const link of document.querySelectorAll("[data-keeps]")) {
    link.search = location.search;
  }
});

// How many values of a menu are ticked stands on its button.
document.addEventListener("change", (event) => {
  const menu = event.target.closest(".filters details");
  if (!menu || event.target.name === "col" || event.target.type !== "checkbox") return;
  const button = menu.querySelector("summary");
  const ticked = menu.querySelectorAll("input:checked").length;
  const shown = button.querySelector("b") || document.createElement("b");
  shown.textContent = ticked;
  if (ticked) button.firstChild.after(" ", shown);
  else shown.remove();
});
