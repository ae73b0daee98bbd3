// Where the chart comes from: the gallery, text that is pasted, files.
import { ask } from "./ask.js";
import { after, check, expectAnswer, open, state } from "./state.js";

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

export async function openText(text) {
  area.value = text;
  press("");
  await open(text);
}

source.addEventListener("change", (event) => {
  if (event.target.name === "source") source.dataset.from = event.target.value;
});

source.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-example]");
  if (!button) return;
  const { document: text } = await ask("example", { document: button.dataset.example });
  await openText(text);
  press(button.dataset.example);
});

const typed = after(PAUSE, () => {
  press("");
  state.document = area.value;
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
  said.textContent = list.length === 1 ? list[0].name : `${list.length} files as one Bundle`;
  if (texts.length === 1) return openText(texts[0]);
  const entries = texts.map((text) => `{"resource": ${text.trim() || "null"}}`);
  await openText(`{"resourceType": "Bundle", "type": "collection", "entry": [${entries.join(", ")}]}`);
}

// A form whose answer is a chart; what went wrong is said beside its button.
function answeredBy(id, path, told) {
  const form = document.getElementById(id);
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const place = document.getElementById(told);
    place.textContent = path === "fetch" ? "Fetching …" : "";
    try {
      const reply = await ask(path, Object.fromEntries(new FormData(form)));
      await openText(reply.document);
      place.textContent = reply.said ?? "The chart is below as JSON.";
    } catch (error) {
      place.textContent = error.message;
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
