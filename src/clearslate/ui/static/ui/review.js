// What a script adds to the review page: the button counts, lines say what they take, and two
// stills can be wiped over each other. Without it everything is there and decides the same.
"use strict";

const form = document.querySelector("[data-decide]");

const HINTS = {
  outputs: "Names, with commas", shots: "103_0410, 103_0420", most_shots: "7", most_seconds: "45",
  territory: "GB, DE", from: "2027-03-01", until: "2027-03-31", label: "The words on screen",
  credit: "The words of the credit", own: "In your words",
};
const NO_VALUE = ["no_promotion", "human_recreation"];

function lines() {
  return [...form.querySelectorAll("[data-line]")];
}

function countConditions() {
  const chosen = lines().filter((line) => line.querySelector("select").value).length;
  return chosen + form.querySelectorAll("input[name=carries]:checked").length;
}

function say() {
  const says = form.querySelector(".says-conditions");
  const count = countConditions();
  const words = count === 1 ? "1 condition" : `${count} conditions`;
  says.textContent = count ? `Approve with ${words}` : "Approve with conditions";
  for (const line of lines()) {
    const kind = line.querySelector("select").value;
    const value = line.querySelector("input");
    value.placeholder = HINTS[kind] || "";
    value.hidden = NO_VALUE.includes(kind);
  }
}

if (form) {
  form.addEventListener("input", say);
  form.addEventListener("change", say);
  say();
  // One press decides once.
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => delete form.dataset.sent);
}

// On a phone the way to the form leaves once the form is there.
const strip = document.querySelector("[data-strip]");
if (form && strip) {
  new IntersectionObserver(([seen]) => strip.classList.toggle("away", seen.isIntersecting)).observe(form);
}

// Two stills over each other, with a slider between them.
const stills = [...document.querySelectorAll("[data-stills] figure")];
const place = document.querySelector("[data-wipes]");

function wipe() {
  const frame = document.createElement("div");
  frame.className = "wipe";
  for (const still of stills.slice(0, 2)) frame.append(still.querySelector("img").cloneNode());
  const label = document.createElement("label");
  const names = stills.slice(0, 2).map((still) => still.querySelector("figcaption span").textContent);
  label.textContent = `${names[0]} to the left, ${names[1]} to the right`;
  const slider = document.createElement("input");
  slider.type = "range";
  slider.value = 50;
  slider.addEventListener("input", () => frame.style.setProperty("--at", `${slider.value}%`));
  label.append(slider);
  return [frame, label];
}

if (place && stills.length > 1) {
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "Wipe between the first two";
  details.append(summary);
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(...wipe());
  });
  place.append(details);
}
