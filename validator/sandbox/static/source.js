// Where the chart comes from: the gallery, text that is pasted, files.
import { ask } from "./ask.js";
import { bundleOf, resourcesIn, unfit } from "./incoming.js";
import { make } from "./markup.js";
import { after, check, expectAnswer, notAnswered, open, state } from "./state.js";

const PAUSE = 150;
const LONG = 100_000;
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

// A long text is put in whole: a field that inserts it as if it were typed stands still for minutes.
area.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain");
  const resources = resourcesIn(text);
  if (resources.length === 1 && text.length < LONG) return;
  event.preventDefault();
  const { selectionStart: first, selectionEnd: last, value } = area;
  const isWhole = !(value.slice(0, first) + value.slice(last)).trim();
  if (isWhole && resources.length > 1) {
    said.textContent = `${resources.length} lines of NDJSON as one Bundle`;
    area.value = bundleOf(resources);
  } else {
    area.value = value.slice(0, first) + text + value.slice(last);
  }
  area.dispatchEvent(new Event("input"));
});

// Several files are one chart: their resources in one Bundle, each as it was written.
async function taken(list) {
  const chosen = [...list];
  const why = (await Promise.all(chosen.map((one) => unfit(one, Number(files.dataset.most))))).find(Boolean);
  if (why) {
    said.textContent = why;
    notAnswered(why);
    return;
  }
  const texts = (await Promise.all(chosen.map((one) => one.text()))).flatMap(resourcesIn);
  if (!texts.length) return;
  const name = chosen.length === 1 ? chosen[0].name : `${chosen.length} files`;
  const told = texts.length === 1 ? name : `${name} as one Bundle`;
  said.textContent = told;
  await openText(texts.length === 1 ? texts[0] : bundleOf(texts), told);
}

const CHARTS = { form: "the chart of the short form", fetch: "the fetched chart" };

// A form whose answer is a chart; what went wrong is said beside its button.
function answeredBy(id, path, told) {
  const form = document.getElementById(id);
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const place = document.getElementById(told);
    const button = form.querySelector("button");
    button.disabled = true;
    place.textContent = path === "fetch" ? "Fetching … A server that does not answer is tried again for a while." : "";
    try {
      const reply = await ask(path, Object.fromEntries(new FormData(form)));
      await openText(reply.document, CHARTS[path]);
      place.replaceChildren(`${reply.said ?? "Made and checked."} `, make("a", { href: "#answer" }, "To the answer"));
    } catch (error) {
      place.textContent = error.message;
      notAnswered(error.message);
    } finally {
      button.disabled = false;
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
