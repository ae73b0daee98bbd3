// What the order leaves open, answered: the response joins the chart, and can be kept.
import { ask } from "./ask.js";
import { saveText } from "./saving.js";
import { onAnswer, open, state } from "./state.js";

const body = document.getElementById("answer-body");
const said = document.getElementById("form-answered");
const ANSWERED = "the chart with your answers";
let response = "";

// The answers are of one patient: with another chart they are neither said to be in it nor offered to be saved.
onAnswer(() => {
  if (state.told !== ANSWERED) said.textContent = "";
});

body.addEventListener("submit", async (event) => {
  event.preventDefault();
  const answers = Object.fromEntries(new FormData(event.target));
  try {
    const reply = await ask("answers", { document: state.document, what: state.what, label: state.label, answers });
    response = reply.response;
    document.getElementById("document").value = reply.document;
    await open(reply.document, ANSWERED);
    said.textContent = "The answers are in the chart, as a QuestionnaireResponse. ";
    const save = document.createElement("button");
    save.type = "button";
    save.id = "save-answers";
    save.textContent = "Save the answers";
    said.append(save);
  } catch (error) {
    said.textContent = error.message;
  }
});

said.addEventListener("click", (event) => {
  if (event.target.closest("#save-answers")) saveText(response, "answers.json");
});
