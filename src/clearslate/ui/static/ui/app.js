// What the keyboard adds. Every page works without it.
"use strict";

const typing = (element) =>
  element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);

// The rows that J and K step through: those of the first table or list marked data-rows.
const rows = () => [
  ...document.querySelectorAll("[data-rows] > tbody > tr:not(.group), ul[data-rows] > li, ol[data-rows] > li"),
];

function step(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.findIndex((row) => row.classList.contains("selected"));
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  if (at >= 0) all[at].classList.remove("selected");
  next.classList.add("selected");
  (next.querySelector('a[href]:not([tabindex="-1"])') || next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function openRow() {
  const link = document.querySelector("[data-rows] .selected a[href]");
  if (link) link.click();
  return Boolean(link);
}

function openHelp() {
  const help = document.querySelector("dialog[data-help]");
  if (!help || help.open) return false;
  help.showModal();
  return true;
}

function find() {
  const box = [...document.querySelectorAll("[data-find]")].find((each) => each.offsetParent);
  if (!box) return false;
  box.focus();
  box.select();
  return true;
}

function tick() {
  const box = document.querySelector('[data-rows] .selected input[name="n"]');
  if (box) box.checked = !box.checked;
  return Boolean(box);
}

const keys = { "/": find, j: () => step(1), k: () => step(-1), x: tick, "?": openHelp };

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("[data-menu][open]")) {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary").focus();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "Enter" && event.target === document.body && openRow()) event.preventDefault();
  const act = keys[event.key] || (!event.shiftKey && keys[event.key.toLowerCase()]);
  if (act && act()) event.preventDefault();
});

// One menu at a time, and none once somebody looks elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (dialog && dialog.showModal) {
    event.preventDefault();
    dialog.showModal();
  }
});
