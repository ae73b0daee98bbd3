// The same answer as systems get it; suggestions are applied to the chart, overrides go to feedback.
import { ask, Refused } from "./ask.js";
import { show } from "./markup.js";
import { saveText } from "./saving.js";
import { onAnswer, open, state } from "./state.js";

const section = document.getElementById("outputs");
const drawn = document.getElementById("cards-drawn");
const said = document.getElementById("card-said");
const saves = document.getElementById("saves");
const saveSaid = document.getElementById("save-said");
const texts = {};
let cards = [];
let asked = "";
let coming = null;

function inquiry() {
  return { document: state.document, what: state.what, label: state.label };
}

function put(name, text) {
  texts[name] = text;
  const part = section.querySelector(`[data-part="${name}"]`);
  part.hidden = !text;
  part.querySelector("pre").textContent = text;
}

// Asks once for the same state: who asks again waits for the same answer.
function fetchOutputs() {
  const wanted = JSON.stringify(inquiry());
  if (wanted !== asked) {
    asked = wanted;
    coming = fetched(wanted);
  }
  return coming;
}

async function fetched(wanted) {
  try {
    const reply = await ask("outputs", inquiry());
    if (asked !== wanted) return false;
    for (const name of ["outcome", "cardsText", "call", "commands"]) put(name, reply[name]);
    put("feedback", "");
    said.textContent = "";
    texts.report = reply.report;
    cards = reply.cards;
    show(drawn, reply.drawn);
    return true;
  } catch (error) {
    if (asked !== wanted) return false;
    asked = "";
    for (const name of ["outcome", "cardsText", "call", "commands", "feedback"]) put(name, "");
    cards = [];
    drawn.replaceChildren();
    delete texts.report;
    said.textContent = error.message;
    return false;
  }
}

function whenOpen() {
  if (section.querySelector("details[open]")) return fetchOutputs();
}

section.addEventListener("toggle", whenOpen, true);
onAnswer(whenOpen);
onAnswer(() => {
  saveSaid.textContent = "";
});
put("feedback", "");

async function send(card, told) {
  const feedback = { feedback: [{ card: card.uuid, outcomeTimestamp: new Date().toISOString(), ...told }] };
  put("feedback", `${JSON.stringify(feedback, null, 2)}\n`);
  said.textContent = (await ask("feedback", feedback)).taken;
}

async function copy(name, button) {
  const text = texts[name] ?? "";
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = "";
    button.textContent = "Copied";
    setTimeout(() => {
      button.textContent = "Copy";
    }, 1500);
  } catch {
    const pre = section.querySelector(`[data-text="${name}"]`);
    getSelection().selectAllChildren(pre);
  }
}

async function save(name, file) {
  // A report of what was asked before would be taken for one of this.
  if (name === "report" && !(await fetchOutputs())) throw new Refused("The report could not be made: try again.");
  const text = name === "document" ? (state.shown ?? state.document) : texts[name];
  saveText(text, file);
}

async function clicked(button) {
  const { copy: copied, save: saved, suggestion, override } = button.dataset;
  if (copied) return copy(copied, button);
  if (saved) return save(saved, button.dataset.name);
  const card = cards.find((one) => one.uuid === button.closest("[data-card]")?.dataset.card);
  if (!card) return;
  const chosen = card.suggestions?.find((one) => one.uuid === suggestion);
  // A suggestion without an action keeps the order as it is: that asks for a reason as an override does.
  if (override || !chosen.actions?.length) {
    const reasons = button.closest("[data-card]").querySelector("select");
    const reason = card.overrideReasons.find((one) => one.code === reasons.value);
    if (!reason) {
      said.textContent = override
        ? "Choose why the card is overridden."
        : "Choose the reason for keeping it, then press again.";
      return reasons.focus();
    }
    const accepted = override ? {} : { acceptedSuggestions: [{ id: chosen.uuid }] };
    return send(card, { outcome: "overridden", ...accepted, overrideReason: { reason } });
  }
  await send(card, { outcome: "accepted", acceptedSuggestions: [{ id: chosen.uuid }] });
  const feedback = [texts.feedback, said.textContent];
  const reply = await ask("apply", { ...inquiry(), actions: chosen.actions });
  document.getElementById("document").value = reply.document;
  await open(reply.document, "the chart with the suggestion applied");
  await fetchOutputs();
  put("feedback", feedback[0]);
  said.textContent = `Applied: ${chosen.label}. ${feedback[1]}`;
}

saves.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  saveSaid.textContent = "";
  try {
    await save(button.dataset.save, button.dataset.name);
    saveSaid.textContent = `${button.dataset.name} was saved.`;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    saveSaid.textContent = error.message;
  }
});

section.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  try {
    await clicked(button);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    said.textContent = error.message;
  }
});
