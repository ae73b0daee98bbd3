// What is changed in place: weight, day, dose, another drug, and the label to judge by.
import { ask } from "./ask.js";
import { show } from "./markup.js";
import { after, check, expectAnswer, onAnswer, state } from "./state.js";

const PAUSE = 150;
const LATER = 400;
const form = document.getElementById("what-if");
const slider = document.getElementById("label-slider");
const day = document.getElementById("label-day");
const strip = document.getElementById("label-strip");
let stops = slider.dataset.stops.split(",");

function words(label) {
  return label || "the order's own day";
}

export function showWhat() {
  for (const [name, value] of Object.entries(state.what)) document.getElementById(`what-${name}`).value = value;
  slider.value = stops.includes(state.label) ? stops.indexOf(state.label) : stops.length - 1;
  day.textContent = words(state.label);
  slider.setAttribute("aria-valuetext", words(state.label));
  for (const one of strip.querySelectorAll("[data-label]")) {
    one.setAttribute("aria-pressed", String(one.dataset.label === state.label));
  }
}

const typed = after(PAUSE, check);

form.addEventListener("input", (event) => {
  if (event.target === slider) {
    state.label = stops[slider.value];
    showWhat();
  } else if (event.target.value) {
    state.what[event.target.name] = event.target.value;
  } else {
    delete state.what[event.target.name];
  }
  expectAnswer();
  typed();
});

form.addEventListener("submit", (event) => event.preventDefault());

form.addEventListener("reset", (event) => {
  event.preventDefault();
  state.what = {};
  state.label = "";
  showWhat();
  document.getElementById("what-beside").value = "";
  check();
});

strip.addEventListener("click", (event) => {
  const button = event.target.closest("[data-label]");
  if (!button) return;
  state.label = button.dataset.label;
  showWhat();
  check();
});

let asked = "";

// How each label judges the same order; asked when nothing else is going on.
const judgeAll = after(LATER, async () => {
  const question = JSON.stringify([state.document, state.what]);
  if (question === asked) return;
  asked = question;
  try {
    const reply = await ask("labels", { document: state.document, what: state.what, label: state.label });
    stops = reply.stops;
    slider.max = stops.length - 1;
    show(strip, reply.strip);
    showWhat();
    const pressed = strip.querySelector('[aria-pressed="true"]');
    const list = strip.firstElementChild;
    if (pressed && list) list.scrollLeft = pressed.offsetLeft - list.offsetLeft - list.clientWidth / 2;
  } catch {
    asked = "";
  }
});
onAnswer(() => {
  showWhat();
  judgeAll();
});
judgeAll();
