// Sends each answer as it is given, and shows what follows from it. Without this script the form
// does the same a card at a time.
"use strict";

(() => {
  const SHELF = "clearslate.draft.", MONTH = 30 * 86400e3;
  const form = document.querySelector("form[data-declare]");
  tidy();
  if (!form) return;
  const base = form.dataset.base;
  const shelf = form.dataset.shelf ? SHELF + form.dataset.shelf : "";
  const PAUSE = 600, EVERY = 8000, LONGEST = 15000, PATIENCE = [1000, 2000, 5000, 15000, 30000];

  // What is not kept yet, by question. On the device too, so that a closed tab loses nothing.
  const waiting = new Map();
  const timers = new Map();
  const held = new Map(); // the revision that a question showed when others changed it under one's hands
  let sending = null, failed = 0, retry = 0, stopped = "", serial = Date.now(), asked = 0;

  // What waits for a draft that nobody opened for a month will not be sent any more.
  function tidy() {
    try {
      for (const key of Object.keys(localStorage).filter((each) => each.startsWith(SHELF))) {
        const newest = Math.max(...JSON.parse(localStorage.getItem(key)).map(([, entry]) => entry.at));
        if (!(newest > Date.now() - MONTH)) localStorage.removeItem(key);
      }
    } catch { /* a forbidden shelf holds nothing */ }
  }

  const by = (id) => document.getElementById(id);
  const value = (name) => (form.elements[name] ? form.elements[name].value : "");
  const questionOf = (element) => (element.matches("[data-aside]") ? null : element.closest("[data-path]"));
  const typed = (element) =>
    element.matches("textarea, input:not([type]), input[type=text], input[type=date]");

  // Each open page has a place of its own, so that none clears what another one still has to send.
  function remember() {
    if (!shelf) return;
    const place = `${shelf}.${value("page")}`;
    try {
      if (waiting.size) localStorage.setItem(place, JSON.stringify([...waiting]));
      else localStorage.removeItem(place);
    } catch { /* a full or forbidden shelf: the answers still wait in the page */ }
  }

  function recall() {
    if (!shelf) return;
    try {
      for (const place of Object.keys(localStorage).filter((each) => each.startsWith(`${shelf}.`))) {
        for (const [key, entry] of JSON.parse(localStorage.getItem(place))) {
          waiting.set(`${entry.page} ${key}`, { ...entry, recalled: true });
        }
        remember();
        if (place !== `${shelf}.${value("page")}`) localStorage.removeItem(place);
      }
    } catch { /* a forbidden shelf holds nothing */ }
  }

  function say(text, kind = "") {
    const place = by("saved");
    if (!place || place.textContent === text) return;
    place.textContent = text;
    place.dataset.kind = kind;
    if (kind) by("says").textContent = text;
  }

  // The fields of one question; a row of a list is a question of its own.
  function fieldsOf(question) {
    const own = (each) => each.name && !each.disabled && questionOf(each) === question;
    return [...question.querySelectorAll("input, select, textarea")]
      .filter((each) => own(each) && !each.name.endsWith(":was"))
      .filter((each) => !/^(checkbox|radio)$/.test(each.type) || each.checked)
      .map((each) => [each.name, each.value]);
  }

  function revision(path) {
    const known = [Number(value("base"))];
    if (held.has(path)) known.push(held.get(path));
    return known;
  }

  function keep(path, fields, key = path) {
    const before = waiting.get(key);
    const known = revision(path);
    if (before) known.push(before.base);
    waiting.set(key, {
      path, fields, base: Math.min(...known), page: before ? before.page : value("page"), serial: ++serial, at: Date.now(),
    });
    remember();
    say(stopped || "Saving…", stopped ? "wrong" : "");
    send();
  }

  function settle(question) {
    clearTimeout(timers.get(question));
    timers.delete(question);
    if (question.isConnected) keep(question.dataset.path, fieldsOf(question));
  }

  const settleAll = () => [...timers.keys()].forEach(settle);

  function bodyOf(entry) {
    const body = new URLSearchParams(entry.fields);
    for (const name of ["csrfmiddlewaretoken", "by", "step", "section", "document"]) {
      if (form.elements[name]) body.set(name, value(name));
    }
    body.set("base", entry.base);
    body.set("page", entry.page);
    body.set("known", versions());
    return body;
  }

  const versions = () =>
    [...document.querySelectorAll("#questions [data-v]")].map((each) => each.dataset.v).join(",");

  const request = (url, options) =>
    fetch(url, { credentials: "same-origin", redirect: "manual", headers: { "HX-Request": "true" }, ...options });

  async function send() {
    if (sending || stopped || !waiting.size) return sending;
    clearTimeout(retry);
    sending = sendAll().finally(() => { sending = null; });
    return sending;
  }

  async function sendAll() {
    while (waiting.size && !stopped) {
      const [key, entry] = waiting.entries().next().value;
      let response, text;
      try {
        response = await request(`${base}answer`, {
          method: "POST", body: bodyOf(entry), signal: AbortSignal.timeout(LONGEST),
        });
        text = await response.text();
      } catch { response = null; }
      if (!response || response.status >= 500) return waitAndRetry();
      if (!taken(response)) return;
      failed = 0;
      if (waiting.get(key) && waiting.get(key).serial === entry.serial) waiting.delete(key);
      held.delete(entry.path);
      remember();
      show(text, response.status === 200 && !entry.recalled ? entry.path : "");
      if (response.status === 200 && !waiting.size && !timers.size) {
        say(shelf ? `Saved ${by("meta").dataset.at}` : "Nothing is stored.");
      } else if (response.status === 422) say("One answer needs another look.", "wrong");
    }
  }

  // Whether the server dealt with an answer. If not, it is kept here, and the page says so.
  function taken(response) {
    if (response.status === 200 || response.status === 422) return true;
    const kept = "Your answers are kept on this device.";
    if (response.status === 204 || response.status === 403 || response.type === "opaqueredirect") {
      stopped = `Not saved: you are signed out. Sign in again. ${kept}`;
    } else if (response.status === 404) {
      stopped = "Not saved: this draft is gone. It was submitted or thrown away.";
      waiting.clear();
      remember();
    } else if (response.status === 429) { waitAndRetry(); return false; }
    else stopped = `Not saved: the server refused it. Load the page again. ${kept}`;
    say(stopped, "wrong");
    return false;
  }

  function waitAndRetry() {
    const kept = shelf ? "Your answers are kept on this device." : "Nothing is stored.";
    say(`Not saved yet: no connection. ${kept}`, "wrong");
    retry = setTimeout(send, PATIENCE[Math.min(failed++, PATIENCE.length - 1)]);
  }

  // What the server sent takes the place of what is here; a field in use keeps focus and text.
  function show(html, own) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const before = Number(value("base"));
    const focus = focused();
    const along = railAt();
    for (const id of ["board", "rail", "more", "told", "actions", "strip"]) swap(fresh, id);
    railAt(along);
    swapSide(fresh);
    swapQuestions(fresh, own, before);
    const says = by("meta").dataset.says;
    swap(fresh, "meta");
    if (by("meta").dataset.says !== says) by("says").textContent = by("meta").dataset.says;
    if (!shelf) history.replaceState({ sealed: value("document") }, "");
    refocus(focus);
  }

  // Where nothing is stored, going back shows a page as it came: what was answered on it since is
  // in the browser's own history.
  function takeUp() {
    const sealed = !shelf && history.state && history.state.sealed;
    if (!sealed || sealed === value("document")) return;
    form.elements.document.value = sealed;
    keep("", [], "take up");
  }

  function swap(fresh, id) {
    const [now, then] = [by(id), fresh.getElementById(id)];
    if (!now || !then || now.outerHTML === then.outerHTML) return;
    now.replaceWith(document.adoptNode(then));
  }

  function swapSide(fresh) {
    const ways = by("ways");
    const known = ways ? [...ways.childNodes] : [];
    const wasFound = ways && ways.querySelector("ul, .note");
    const [now, then] = [by("side"), fresh.getElementById("side")];
    if (!now || !then) return;
    now.replaceChildren(...[...then.childNodes].map((each) => document.adoptNode(each)));
    const place = by("ways") && by("ways").querySelector("[hx-get]");
    if (place && wasFound) {
      place.replaceChildren(...known.flatMap((each) => (each.matches && each.matches("[hx-get]") ? [...each.childNodes] : [each])));
      place.setAttribute("aria-busy", "true");
    }
    if (window.htmx) window.htmx.process(now);
  }

  // On a narrow screen the sections are one line: how far it is scrolled.
  function railAt(to) {
    const line = document.querySelector("#rail ol");
    if (line && to !== undefined) line.scrollLeft = to;
    return line ? line.scrollLeft : 0;
  }

  const inUse = (question) =>
    timers.has(question) || [...question.querySelectorAll("[data-path]")].some((row) => timers.has(row)) ||
    [...waiting.values()].some((entry) => entry.path === question.dataset.path);

  function swapQuestions(fresh, own, before) {
    const [now, then] = [by("questions"), fresh.getElementById("questions")];
    if (!now || !then) return;
    const pairs = [...then.querySelectorAll(".question")].map((next) => [by(next.id), next]);
    const ids = (root) => [...root.querySelectorAll("[id]:is(.question, .subject, header)")].map((e) => e.id).join(" ");
    const same = ids(now) === ids(then);
    for (const [old, next] of pairs) {
      if (!old) { if ("kept" in next.dataset) next.remove(); continue; }
      let stays = old;
      if ("kept" in next.dataset) renumber(old, next.dataset.no);
      else if (inUse(old)) { if (old.dataset.v !== next.dataset.v) hold(old, before); }
      else if (next.dataset.path === own && "plain" in next.dataset && "simple" in old.dataset) {
        old.querySelector(".beside").replaceWith(document.adoptNode(next.querySelector(".beside")));
        old.classList.remove("wrong");
        old.querySelectorAll(".error, .collision").forEach((each) => each.remove());
        old.querySelectorAll("[aria-invalid]").forEach((each) => each.removeAttribute("aria-invalid"));
        old.dataset.v = next.dataset.v;
      } else stays = next;
      if (same) { if (stays !== old) old.replaceWith(document.adoptNode(stays)); }
      else if (stays === old) next.replaceWith(old);
    }
    if (same) for (const each of then.querySelectorAll("header[id], .subject")) swap(fresh, each.id);
    else now.replaceWith(document.adoptNode(then));
  }

  function hold(question, before) {
    const path = question.dataset.path;
    if (!held.has(path)) held.set(path, before);
  }

  function renumber(question, number) {
    const place = question.querySelector(".no");
    if (place && place.textContent !== number) place.textContent = number;
  }

  function focused() {
    const element = document.activeElement;
    if (!element || !element.id) return null;
    let span = null;
    try { span = [element.selectionStart, element.selectionEnd]; } catch { /* it has no caret */ }
    return { id: element.id, span };
  }

  function refocus(focus) {
    if (!focus || document.activeElement.id === focus.id) return;
    const element = by(focus.id);
    if (!element) return;
    element.focus({ preventScroll: true });
    try { if (focus.span && focus.span[0] !== null) element.setSelectionRange(...focus.span); } catch { /* it has no caret */ }
  }

  // “Not sure” and “none” stand for the answer, and give way to one.
  function exclude(element, question) {
    const others = [...question.querySelectorAll("input, textarea, select")].filter((each) => questionOf(each) === question && each.type !== "hidden");
    if (element.matches("[data-special]")) {
      if (!element.checked) return;
      for (const each of others) {
        if (each === element) continue;
        if (/^(checkbox|radio)$/.test(each.type)) each.checked = false;
        else each.value = "";
      }
    } else if (element.type === "checkbox" ? element.checked : element.value) {
      for (const each of others) if (each.matches("[data-special]")) each.checked = false;
    }
  }

  form.addEventListener("input", (event) => {
    const question = questionOf(event.target);
    if (!question || !typed(event.target) || event.target.matches("[data-add]")) return;
    exclude(event.target, question);
    clearTimeout(timers.get(question));
    timers.set(question, setTimeout(() => settle(question), PAUSE));
  });

  form.addEventListener("change", (event) => {
    const question = questionOf(event.target);
    if (!question) return;
    if (event.target.matches("[data-add]")) add(event.target);
    else { exclude(event.target, question); settle(question); }
  });

  function add(input) {
    const question = questionOf(input);
    if (!input.value.trim()) return;
    const path = question.dataset.path;
    const fields = [...fieldsOf(question).filter(([name]) => !name.endsWith(":is"))];
    keep(path, fields, `${path} + ${input.value}`);
    input.value = "";
  }

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    if (event.target.matches("[data-add]")) {
      event.preventDefault();
      add(event.target);
    } else if (event.target.matches("[data-aside]")) {
      event.preventDefault();
      event.target.closest(".row").querySelector("button").click();
    }
  });

  let passes = false;
  form.addEventListener("submit", async (event) => {
    if (passes) return;
    const button = event.submitter;
    if (button && button.name === "remove") {
      event.preventDefault();
      const question = questionOf(button).parentElement.closest("[data-path]");
      keep(question.dataset.path, [["remove", button.value]], `${button.value} - ${serial}`);
      by(question.id).querySelector("[data-add]").focus();
      return;
    }
    if (button && button.matches("[data-add-now]")) {
      event.preventDefault();
      const input = questionOf(button).querySelector("[data-add]");
      add(input);
      input.focus();
      return;
    }
    settleAll();
    if (!waiting.size) return;
    event.preventDefault();
    await send();
    if (waiting.size) return;
    passes = true;
    form.requestSubmit(button && button.isConnected ? button : by(button ? button.id : "go-next"));
  });

  async function look() {
    if (!shelf || document.hidden || waiting.size || timers.size || sending || stopped) return;
    const query = new URLSearchParams({ state: by("meta").dataset.state, known: versions() });
    for (const name of ["by", "step", "section", "base", "page"]) query.set(name, value(name));
    const mine = ++asked;
    try {
      const response = await request(`${base}since?${query}`, { signal: AbortSignal.timeout(LONGEST) });
      if (response.status !== 200) return;
      const text = await response.text();
      if (mine === asked && !sending && !waiting.size) show(text, "");
    } catch { /* the next look will tell */ }
  }

  function leave() {
    settleAll();
    for (const entry of waiting.values()) {
      if (shelf && !stopped) request(`${base}answer`, { method: "POST", body: bodyOf(entry), keepalive: true }).catch(() => {});
    }
  }

  window.addEventListener("online", () => { failed = 0; send(); });
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", (event) => { passes = false; if (event.persisted) look(); });
  window.addEventListener("focus", look);
  document.addEventListener("visibilitychange", () => (document.hidden ? settleAll() : look()));
  setInterval(look, EVERY);

  const here = document.querySelector("#rail [aria-current]");
  if (here) railAt(here.offsetLeft - 16);

  takeUp();
  recall();
  if (shelf && waiting.size) { say("Sending what was kept on this device…"); send(); }
})();
