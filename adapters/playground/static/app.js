// Makes the page live. Everything also works without this file, as plain forms and links.
"use strict";

const $ = (id) => document.getElementById(id);
const me = document.body.dataset.as;
const here = document.body.dataset.at;
const line = $("line");
const status = $("status");
const dialog = $("dialog");
const scroller = $("scroller");
const phone = matchMedia("(max-width: 640px)");

/* ---- Fresh content -------------------------------------------------------------------- */

const drawn = new Map(); // what the server last said for each part, to leave equal parts alone
const news = new Set(); // places with something unread
let refreshing = false;
let again = false;
let watched = ""; // id of the message that answered last: what becomes of it stays in sight
let skew = 0; // the playground's clock minus the browser's

async function refresh() {
  if (refreshing) {
    again = true;
    return;
  }
  refreshing = true;
  try {
    const answer = await fetch(`${location.pathname}/feed${location.search}`);
    if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // The event stream notices a lost server and says so; it refreshes when it is back.
  }
  refreshing = false;
  if (again) {
    again = false;
    setTimeout(refresh, 200); // many changes in a row, as when time flies, are one refresh
  }
}

function show(fresh) {
  const before = answered();
  keepingScroll(() => patchFeed(fresh.getElementById("feed")));
  for (const id of ["places", "clock"]) swap($(id), fresh.getElementById(id));
  $("day-line").textContent = fresh.getElementById("day-line").textContent;
  markNews();
  tellTime();
  if (answered() !== before) bring($(watched));
}

function answered() {
  return $(watched)?.querySelector(".card")?.textContent;
}

// All of a message, or its beginning when it is taller than the view.
function bring(message) {
  const tall = message?.offsetHeight > scroller.clientHeight;
  message?.scrollIntoView({ block: tall ? "start" : "nearest" });
}

function keepingScroll(change) {
  const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
  const top = scroller.getBoundingClientRect().top;
  const held = [...$("feed").children].find((node) => node.getBoundingClientRect().bottom > top);
  const before = held?.getBoundingClientRect().top;
  const last = $("feed").lastElementChild?.dataset.key;
  change();
  if (atEnd) follow(last);
  else if (held?.isConnected) scroller.scrollTop += held.getBoundingClientRect().top - before;
}

// To the end, or to the beginning of a message that has just come and is taller than the view.
function follow(known) {
  const last = $("feed").lastElementChild;
  const tall = last?.offsetHeight > scroller.clientHeight;
  if (tall && last.dataset.key !== known) last.scrollIntoView({ block: "start" });
  else toEnd();
}

function toEnd() {
  scroller.scrollTop = scroller.scrollHeight;
}

function patchFeed(fresh) {
  const feed = $("feed");
  const old = new Map([...feed.children].map((node) => [node.dataset.key, node]));
  let next = feed.firstElementChild;
  for (const node of [...fresh.children]) {
    const had = old.get(node.dataset.key);
    old.delete(node.dataset.key);
    if (had && had.dataset.stamp === node.dataset.stamp) {
      if (had === next) next = next.nextElementSibling;
      else feed.insertBefore(had, next);
    } else if (had) {
      if (had === next) next = next.nextElementSibling;
      replaceKeeping(had, node);
    } else feed.insertBefore(node, next);
  }
  for (const gone of old.values()) {
    const focused = gone.contains(document.activeElement);
    gone.remove();
    if (focused) line.focus();
  }
  if (!feed.children.length) feed.textContent = "";
}

function swap(had, fresh) {
  Object.assign(had.dataset, fresh.dataset);
  if (drawn.get(had.id) === fresh.innerHTML) return;
  drawn.set(had.id, fresh.innerHTML);
  const typed = [...had.querySelectorAll("input[id]")].map((input) => [input.id, input.value]);
  replaceKeeping(had, fresh);
  for (const [id, value] of typed) if ($(id)) $(id).value = value;
}

// Put `node` where `had` is, with the same things open and the focus where it was.
function replaceKeeping(had, node) {
  const active = had.contains(document.activeElement) ? document.activeElement : null;
  for (const details of had.querySelectorAll("details[id]")) {
    const twin = node.querySelector(`#${CSS.escape(details.id)}`);
    if (twin) twin.open = details.open;
  }
  had.replaceWith(node);
  if (active) refocus(active, node);
}

function refocus(active, node) {
  const article = active.closest("article");
  const home = (article && $(article.id)) || node;
  const flips = active.getAttribute("role") === "checkbox"; // flipping it changed what it sends
  const twin = (active.id && $(active.id)) ||
    [...home.querySelectorAll(active.tagName)].find(
      (item) => item.name === active.name && (flips || item.value === active.value) && item.textContent === active.textContent);
  const target = twin || home;
  if (target === home) home.tabIndex = -1;
  target.focus({ preventScroll: true });
}

/* ---- Time ----------------------------------------------------------------------------- */

const UNITS = [["day", 1440], ["hour", 60], ["minute", 1]]; // in minutes
const inWords = new Intl.RelativeTimeFormat("en");

function tellTime() {
  skew = Date.parse($("clock").dataset.now) - Date.now();
  retell();
}

function retell() {
  for (const node of document.querySelectorAll('time[data-style="relative"]')) {
    const away = (Date.parse(node.dateTime) - Date.now() - skew) / 60000;
    const minutes = Math.round(Math.abs(away));
    const [unit, size] = UNITS.find(([, size]) => minutes >= size) ?? [];
    const words = unit ? inWords.format(Math.sign(away) * Math.round(minutes / size), unit) : "now";
    if (node.textContent !== words) node.textContent = words;
  }
}

/* ---- The event stream ----------------------------------------------------------------- */

let source = null;

function connect() {
  source?.close();
  source = new EventSource(`/events?as=${encodeURIComponent(me)}`);
  source.addEventListener("hello", () => {
    if (status.dataset.lost) say("");
    refresh();
  });
  source.addEventListener("change", (event) => {
    const { place } = JSON.parse(event.data);
    if (place && place !== here) {
      news.add(place);
      markNews();
    } else refresh();
  });
  source.addEventListener("clock", (event) => moved(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    say("The playground is not answering. Reconnecting …");
    status.dataset.lost = "yes";
    // Browsers retry a dropped stream themselves, but not one that was refused.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1500);
  });
}

function markNews() {
  for (const path of news) {
    const link = document.querySelector(`.places a[data-path="${CSS.escape(path)}"]`);
    if (link) link.dataset.news = "yes";
  }
}

function moved({ line: words, moving, share }) {
  $("day-line").textContent = words;
  $("clock-line").textContent = words;
  if ((moving ? "yes" : "no") !== $("clock").dataset.moving) {
    if (!moving) say("");
    refresh();
  } else if ($("share") && share !== null) $("share").value = share;
}

// A browser allows six connections to one server; hidden tabs give theirs back.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) source?.close();
  else connect();
});

/* ---- Forms ---------------------------------------------------------------------------- */

function say(words) {
  delete status.dataset.lost;
  status.textContent = words;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  if (event.submitter?.name === "cancel") dialog.close();
  else send(form, event.submitter);
});

async function send(form, submitter) {
  const data = new URLSearchParams(new FormData(form, submitter));
  const release = busy(form, submitter);
  const sent = form === $("composer") ? line.value : null;
  try {
    const headers = { "X-Playground": "script" };
    const answer = await fetch(form.action, { method: "POST", body: data, headers });
    if (!answer.ok) throw new Error(String(answer.status));
    const done = await answer.json();
    if (sent !== null && line.value === sent) line.value = "";
    release();
    await finish(done, form, submitter);
  } catch (error) {
    release();
    say(error instanceof TypeError
      ? "The playground is not answering. What you wrote is still here."
      : "That did not work. Nothing was lost; please try again.");
  }
}

async function finish(done, form, submitter) {
  if (done.form) {
    ask(done.form);
    return;
  }
  if (dialog.contains(form)) dialog.close();
  if (done.address) {
    location.assign(done.address);
    return;
  }
  say(done.notice ?? "");
  if (form === $("composer")) toEnd();
  watched = `m${done.message}`;
  await refresh();
  bring($(watched));
  if (document.activeElement === document.body && submitter?.id) $(submitter.id)?.focus();
}

// Disable what was pressed and its neighbours until the answer is there.
function busy(form, submitter) {
  const around = form.closest(".message") ?? form;
  const focused = document.activeElement === submitter;
  const buttons = [...around.querySelectorAll("button:not(:disabled)")];
  const stop = (button) => button.value === "stop"; // stopping must stay possible
  form.setAttribute("aria-busy", "true");
  around.setAttribute("aria-busy", "true");
  for (const button of buttons) if (!stop(button)) button.disabled = true;
  return () => {
    for (const button of buttons) button.disabled = false;
    form.removeAttribute("aria-busy");
    around.removeAttribute("aria-busy");
    if (focused && submitter.isConnected) submitter.focus({ preventScroll: true });
  };
}

function ask(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  dialog.replaceChildren(...fresh.body.childNodes);
  const task = dialog.querySelector(".task");
  if (task) task.open = !phone.matches; // there it would push the answer out of sight
  const zone = dialog.querySelector('[name="field.zone"]');
  if (zone && !zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!dialog.open) dialog.showModal();
  const first = dialog.querySelector('input:not([type="hidden"]), select, textarea');
  (dialog.querySelector('[aria-invalid="true"]') ?? first)?.focus();
}

/* ---- Command completion --------------------------------------------------------------- */

const ways = $("ways");
let asked = 0;
let chosen = -1;

line.setAttribute("role", "combobox");
line.setAttribute("aria-autocomplete", "list");
line.setAttribute("aria-controls", "ways");
line.setAttribute("aria-expanded", "false");

async function suggest() {
  const number = ++asked;
  const text = line.value;
  if (!text.startsWith("/")) return offer([]);
  try {
    const answer = await fetch(`/complete?text=${encodeURIComponent(text)}`);
    const found = answer.ok ? await answer.json() : [];
    if (number === asked) offer(found);
  } catch {
    offer([]);
  }
}

function offer(found) {
  chosen = -1;
  ways.replaceChildren(...found.map(option));
  ways.hidden = !found.length;
  line.setAttribute("aria-expanded", String(Boolean(found.length)));
  line.removeAttribute("aria-activedescendant");
}

function option({ text, note }, index) {
  const node = document.createElement("li");
  node.id = `way-${index}`;
  node.className = "way";
  node.setAttribute("role", "option");
  node.setAttribute("aria-selected", "false");
  node.dataset.text = text;
  for (const [kind, words] of [["way-text", text], ["way-note", note]]) {
    const part = document.createElement("span");
    part.className = kind;
    part.textContent = words;
    node.append(part, " ");
  }
  node.addEventListener("pointerdown", (event) => event.preventDefault());
  node.addEventListener("click", () => accept(node));
  return node;
}

function choose(index) {
  const all = [...ways.children];
  chosen = (index + all.length) % all.length;
  all.forEach((node, i) => node.setAttribute("aria-selected", String(i === chosen)));
  line.setAttribute("aria-activedescendant", all[chosen].id);
  all[chosen].scrollIntoView({ block: "nearest" });
}

function accept(node) {
  line.value = node.dataset.text.trimEnd() + " ";
  line.focus();
  suggest();
}

line.addEventListener("input", suggest);
line.addEventListener("blur", () => { asked++; offer([]); });
line.addEventListener("keydown", (event) => {
  if (ways.hidden || event.isComposing) return;
  const keys = {
    ArrowDown: () => choose(chosen + 1),
    ArrowUp: () => choose(chosen < 0 ? ways.children.length - 1 : chosen - 1),
    Escape: () => { asked++; offer([]); },
    Tab: () => accept(ways.children[Math.max(chosen, 0)]),
    Enter: chosen < 0 ? null : () => accept(ways.children[chosen]),
  };
  if (event.shiftKey || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});
$("composer").addEventListener("submit", () => { asked++; offer([]); });

/* ---- Begin ---------------------------------------------------------------------------- */

if (location.hash.startsWith("#m") && $(location.hash.slice(1))) {
  $(location.hash.slice(1)).scrollIntoView({ block: "nearest" });
} else toEnd();
tellTime();
setInterval(retell, 30000);
connect();
