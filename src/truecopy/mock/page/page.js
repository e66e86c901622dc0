"use strict";
// Everything that comes from the server is put into the page as text, never as markup: requests of anybody are shown here.

const ROOT = "/_truecopy";
const PICTURES = "/_pictures/";
const SHOWN = 50; // what a person looks through
const PAUSE_MS = 1000;

const $ = (id) => document.getElementById(id);
let token = "";
let entries = [];
let pictures = new Map(); // id of a task -> what is shown of it, so that its pictures are loaded once

function make(tag, { text, className, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

async function ask(path, method = "GET", body) {
  const headers = {};
  if (token) headers["X-Truecopy-Admin-Token"] = token;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch(ROOT + path, {
    method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: "no-store",
  });
  const content = await answer.json();
  $("token-form").hidden = answer.status !== 403;
  if (!answer.ok) throw new Error(content.error);
  return content;
}

function fill(select, choices) {
  const chosen = select.value;
  select.replaceChildren(...choices.map(([value, text]) => make("option", { text, value })));
  if (choices.some(([value]) => value === chosen)) select.value = chosen;
}

function showControl(scenarios, vendors, clock) {
  const accounts = new Set(entries.map((entry) => entry.account).filter(Boolean));
  for (const each of scenarios.set) if (each.account) accounts.add(each.account);
  if ($("account").value) accounts.add($("account").value);
  fill($("account"), [["", "all accounts"], ...[...accounts].sort().map((each) => [each, each])]);
  const vendor = $("account").value.split(":")[0];
  const chosen = vendors.filter((each) => !vendor || each.vendor === vendor);
  const names = new Set(chosen.flatMap((each) => scenarios.scenarios[each.vendor]));
  fill($("scenario"), [...names].map((each) => [each, each]));
  const operations = new Set(chosen.flatMap((each) => each.operations.map((one) => one.operation)));
  fill($("operation"), [["", "every operation"], ...[...operations].map((each) => [each, each])]);
  $("set").replaceChildren(...scenarios.set.map((each) => {
    const times = each.times === null ? "" : ` ${each.used} of ${each.times}`;
    const where = [each.account ?? "all accounts", each.operation].filter(Boolean).join(", ");
    return make("li", { text: `${each.scenario}: ${where}${times}` });
  }));
  const ahead = clock.offset_s ? ` (${clock.offset_s} s ahead)` : "";
  $("clock").textContent = clock.now + ahead;
}

function statusClass(status) {
  return status < 400 ? "good" : "bad";
}

function entryItem(entry) {
  const vendor = entry.vendor ? `/${entry.vendor}` : "";
  const query = entry.query ? `?${entry.query}` : "";
  const why = [...entry.problems, ...entry.notes].join("; ");
  const summary = make("summary", {},
    make("span", { text: entry.at.slice(11, 23), className: "mono faint at" }),
    make("span", { text: entry.status, className: `mono ${statusClass(entry.status)}` }),
    make("span", { text: entry.method, className: "mono" }),
    make("span", { text: vendor + entry.path + query, className: "mono path" }),
    make("span", { text: `${entry.ms.toFixed(1)} ms`, className: "ms" }));
  if (why) summary.append(make("span", { text: why, className: "why" }));
  return make("li", {}, make("details", {}, summary, make("pre", { text: JSON.stringify(entry, null, 2) })));
}

function showJournal(found, isContinued) {
  if (!isContinued) {
    entries = [];
    $("requests").replaceChildren();
  }
  entries = [...found, ...entries].slice(0, SHOWN);
  $("requests").prepend(...found.map(entryItem));
  while ($("requests").childElementCount > SHOWN) $("requests").lastElementChild.remove();
  $("no-requests").hidden = entries.length > 0;
}

function taskItem(task) {
  const reached = task.steps.findIndex((step) => step.state === task.state);
  const steps = task.steps.map((step, index) => {
    const isLost = index === reached && index === task.steps.length - 1 && !task.urls.length && task.pictures > 0;
    const place = index < reached ? "reached" : index === reached ? "reached current" : "";
    return make("li", { text: step.state, className: isLost ? `${place} lost` : place, title: step.at });
  });
  const item = make("li", { className: "task" },
    make("p", { text: `${task.vendor} ${task.id}`, className: "mono" }),
    make("p", { text: task.account, className: "faint" }),
    make("ul", { className: "chips" }, ...steps));
  const urls = task.urls.filter((url) => url.startsWith(PICTURES));
  if (urls.length) {
    item.append(make("div", { className: "pictures" }, ...urls.map((url, index) =>
      make("a", { href: url, target: "_blank", rel: "noopener noreferrer" },
        make("img", { src: url, alt: `picture ${index + 1} of task ${task.id}`, loading: "lazy" })))));
  }
  return item;
}

function showTasks(tasks) {
  const shown = new Map();
  for (const task of tasks.slice(0, SHOWN)) {
    const known = pictures.get(task.id);
    const isSame = known && known.state === task.state && known.count === task.urls.length;
    shown.set(task.id, isSame ? known : { state: task.state, count: task.urls.length, item: taskItem(task) });
  }
  const items = [...shown.values()].map((each) => each.item);
  const isChanged = items.length !== $("tasks").childElementCount
    || items.some((item, index) => $("tasks").children[index] !== item);
  if (isChanged) $("tasks").replaceChildren(...items);
  pictures = shown;
  $("no-tasks").hidden = items.length > 0;
}

function showCharges(charges) {
  $("charges").hidden = charges.length === 0;
  $("no-charges").hidden = charges.length > 0;
  $("charges").tBodies[0].replaceChildren(...charges.map((each) => make("tr", {},
    make("td", { text: each.account, className: "mono" }),
    make("td", { text: each.operation }),
    make("td", { text: each.calls, className: "number" }),
    make("td", { text: each.pictures, className: "number" }),
    make("td", { text: each.usd === null ? "unknown" : each.usd.toFixed(2), className: "number" }))));
}

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Select it";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
}

function showVendors(vendors) {
  $("vendors").replaceChildren(...vendors.flatMap((vendor) => [
    make("h3", { text: `${vendor.title} (${vendor.profile})` }),
    ...vendor.operations.map((each) => {
      const button = make("button", { text: "Copy", type: "button", "aria-label": `Copy curl for ${each.operation}` });
      button.addEventListener("click", () => copy(each.curl, button));
      return make("div", { className: "operation" },
        make("strong", { text: each.operation }),
        make("span", { text: `${each.method} ${each.path}`, className: "mono faint" }),
        button,
        make("pre", { text: each.curl }));
    })]));
}

async function change(work) {
  $("problem").textContent = "";
  try {
    await work();
    await look();
  } catch (error) {
    $("problem").textContent = error.message;
  }
}

function settings(scenario) {
  const body = { scenario, account: $("account").value || null, operation: $("operation").value || null };
  if (scenario !== null && $("times").value) body.times = Number($("times").value);
  return body;
}

$("set-scenario").addEventListener("click", () => change(() => ask("/scenarios", "PUT", settings($("scenario").value))));
$("take-back").addEventListener("click", () => change(() => ask("/scenarios", "PUT", settings(null))));
$("reset").addEventListener("click", () => change(() => ask("/reset", "POST", { account: $("account").value || null })));
for (const button of document.querySelectorAll(".advance")) {
  const seconds = Number(button.dataset.seconds);
  button.addEventListener("click", () => change(() =>
    ask("/clock", "POST", { advance_s: seconds, account: $("account").value || null })));
}
$("token-form").addEventListener("submit", (event) => {
  event.preventDefault();
  token = $("token").value;
  vendorsShown = null;
  look();
});

let vendorsShown = null;
let isLooking = false;

async function look() {
  if (isLooking) return;
  isLooking = true;
  try {
    if (vendorsShown === null) {
      vendorsShown = (await ask("/vendors")).vendors;
      showVendors(vendorsShown);
    }
    const newest = entries.length ? `&after=${encodeURIComponent(entries[0].request_id)}` : "";
    const account = $("account").value ? `?account=${encodeURIComponent($("account").value)}` : "";
    const [journal, tasks, charges, scenarios, clock] = await Promise.all([
      ask(`/requests?limit=${SHOWN}${newest}`), ask(`/tasks?limit=${SHOWN}`), ask("/charges"), ask("/scenarios"), ask(`/clock${account}`)]);
    showJournal(journal.requests, journal.continues === true);
    showTasks(tasks.tasks);
    showCharges(charges.charges);
    showControl(scenarios, vendorsShown, clock);
    $("state").textContent = "live";
  } catch (error) {
    $("state").textContent = `not live: ${error.message}`;
  } finally {
    isLooking = false;
  }
}

async function live() {
  if (!document.hidden) await look();
  setTimeout(live, PAUSE_MS);
}
live();
