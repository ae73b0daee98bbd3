// Where the chart comes from: the gallery, text that is pasted, files.
import { ask } from "./ask.js";
import { make } from "./markup.js";
import { after, check, expectAnswer, notAnswered, open, state } from "./state.js";

const PAUSE = 150;
const source = document.getElementById("source");
const area = document.getElementById("document");
const files = document.getElementById("files");
const said = document.getElementById("file-said");

export function showSource(name) {
  source.dataset.from = name;
  source.querySelector(`input[value="${name}"]`).checked = true;
}

export function press(name) {
  for (const one of source.querySelectorAll("[data-example]")) {
    one.setAttribute("aria-pressed", String(one.dataset.example === name));
  }
}

export async function openText(text, told) {
  area.value = text;
  press("");
  await open(text, told);
}

source.addEventListener("change", (event) => {
  if (event.target.name === "source") source.dataset.from = event.target.value;
});

source.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-example]");
  if (!button) return;
  try {
    const { document: text } = await ask("example", { document: button.dataset.example });
    await openText(text, `the example ${button.querySelector(".name").textContent}`);
  } catch (error) {
    return notAnswered(error.message);
  }
  press(button.dataset.example);
});

const typed = after(PAUSE, () => {
  press("");
  state.document = area.value;
  state.told = "the pasted chart";
  // It may be another patient: a weight or a drug that was tried in the last chart is not asked of this one.
  state.what = {};
  check();
});
area.addEventListener("input", () => {
  expectAnswer();
  typed();
});

// Several files are one chart: their resources in one Bundle, each as it was written.
async function taken(list) {
  const texts = await Promise.all([...list].map((one) => one.text()));
  if (!texts.length) return;
  const told = list.length === 1 ? list[0].name : `${list.length} files as one Bundle`;
  said.textContent = told;
  if (texts.length === 1) return openText(texts[0], told);
  const entries = texts.map((text) => `{"resource": ${text.trim() || "null"}}`);
  await openText(`{"resourceType": "Bundle", "type": "collection", "entry": [${entries.join(", ")}]}`, told);
}

const CHARTS = { form: "the chart of the short form", fetch: "the fetched chart" };

// A form whose answer is a chart; what went wrong is said beside its button.
function answeredBy(id, path, told) {
  const form = document.getElementById(id);
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const place = document.getElementById(told);
    place.textContent = path === "fetch" ? "Fetching …" : "";
    try {
      const reply = await ask(path, Object.fromEntries(new FormData(form)));
      await openText(reply.document, CHARTS[path]);
      place.replaceChildren(`${reply.said ?? "Made and checked."} `, make("a", { href: "#answer" }, "To the answer"));
    } catch (error) {
      place.textContent = error.message;
      notAnswered(error.message);
    }
  });
}
answeredBy("short-form", "form", "form-said");
answeredBy("server-form", "fetch", "server-said");

files.addEventListener("change", () => taken(files.files));
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  if (!event.dataTransfer.files.length) return;
  showSource("paste");
  taken(event.dataTransfer.files);
});
