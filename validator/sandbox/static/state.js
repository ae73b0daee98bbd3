// What the page shows: a chart, what is changed in it, the label to judge by; and the answer to it, asked anew.
import { ask } from "./ask.js";
import { gather } from "./marks.js";
import { make, show } from "./markup.js";

const summary = document.getElementById("summary");
const answer = document.getElementById("answer-body");
const chart = document.getElementById("chart-body");
const refused = document.getElementById("what-refused");
const which = document.getElementById("what-order");
const about = document.getElementById("answer-about");
const dose = document.querySelector("label[for=what-milligrams]");
const fields = ["kilograms", "day", "milligrams", "beside"];
const SLOW = 400;

// `told` says in words which chart it is.
export const state = {
  document: document.getElementById("document").value,
  what: {},
  label: "",
  told: about.dataset.told,
};

let asking = null;
let waiting = 0;
let shown = state.told;
const listeners = [];

export function onAnswer(listener) {
  listeners.push(listener);
}

function isOpen(element) {
  return [...element.querySelectorAll("details")].map((one) => one.open);
}

function showAnswer(reply) {
  const wereOpen = isOpen(answer);
  show(answer, reply.answer);
  const now = [...answer.querySelectorAll("details")];
  if (now.length === wereOpen.length) for (const [number, one] of now.entries()) one.open = wereOpen[number];
  const scrolled = chart.scrollTop;
  const named = new Set([...chart.querySelectorAll("details[open] .name")].map((name) => name.textContent));
  show(chart, reply.chart);
  for (const part of chart.querySelectorAll("details"))
    part.open ||= named.has(part.querySelector(".name").textContent);
  chart.scrollTop = scrolled;
  gather();
  summary.textContent = reply.summary;
  refused.textContent = reply.refused;
  which.textContent = reply.which;
  dose.textContent = reply.dose;
  for (const name of fields) {
    const field = document.getElementById(`what-${name}`);
    if (field !== document.activeElement && !(name in state.what)) field.value = reply.now[name];
  }
  state.shown = reply.document;
}

const CHANGES = { kilograms: "weight", day: "order date", milligrams: "dose", beside: "another drug" };

// What an answer to the state as it is now is an answer to.
function asked() {
  const changes = Object.keys(state.what).map((name) => CHANGES[name]);
  const changed = changes.length ? `, changed: ${changes.join(", ")}` : "";
  return `${state.told}${changed}${state.label ? `, by the label of ${state.label}` : ""}`;
}

// An answer that no longer belongs to what is asked is marked as such for as long as it stands.
function markOld(why) {
  document.body.dataset.old = "yes";
  about.textContent = shown ? `${why} What stands below is the answer to ${shown}.` : why;
}

// A form was refused: the last answer is none to what it asked.
export function notAnswered(why) {
  markOld(`Not answered: ${why}`);
}

// What was asked has no answer. The last one is not left standing: it is another question's.
function showNone(words) {
  summary.textContent = words;
  about.textContent = "No answer";
  shown = "";
  delete document.body.dataset.old;
  refused.textContent = words;
  which.textContent = "";
  delete state.shown;
  chart.replaceChildren();
  answer.replaceChildren(make("p", { class: "issues" }, words));
}

// Asks about the state as it is now; a later question takes the place of one that is under way.
export async function check() {
  asking?.abort();
  const own = new AbortController();
  asking = own;
  const told = asked();
  expectAnswer();
  try {
    const reply = await ask("check", { document: state.document, what: state.what, label: state.label }, own.signal);
    if (own !== asking) return;
    showAnswer(reply);
    shown = reply.refused ? state.told : told;
    about.textContent = `To ${shown}`;
    delete document.body.dataset.old;
    for (const listener of listeners) listener();
  } catch (error) {
    if (error.name === "AbortError") return;
    showNone(error.message);
    for (const listener of listeners) listener();
  } finally {
    if (own === asking) {
      clearTimeout(waiting);
      delete document.body.dataset.asking;
    }
    document.documentElement.dataset.opened = "";
  }
}

// Another chart: what was changed in the last one is not asked of this one.
export async function open(text, told) {
  state.document = text;
  state.told = told;
  state.what = {};
  await check();
}

// A change was made and its answer is to come, from the keystroke on and not only after the pause.
export function expectAnswer() {
  document.body.dataset.asking = "yes";
  clearTimeout(waiting);
  waiting = setTimeout(() => markOld("Checking …"), SLOW);
}

export function after(milliseconds, work) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), milliseconds);
  };
}
