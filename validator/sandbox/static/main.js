// The page comes answered; from here on it answers to what is picked, pasted and changed.

import { isState, read, written } from "./link.js";
import { gather } from "./marks.js";
import { press, showSource } from "./source.js";
import { check, state } from "./state.js";
import { showWhat } from "./what_if.js";
import "./open_form.js";
import "./outputs.js";

const said = document.getElementById("link-said");

async function fromLink() {
  const linked = await read(location.hash.slice(1));
  if (!linked) {
    document.documentElement.dataset.opened = "";
    if (isState(location.hash.slice(1)))
      said.textContent = "This link is not whole, or of another version: its chart is not shown.";
    return;
  }
  said.textContent = "";
  document.getElementById("document").value = linked.document;
  press("");
  showSource("paste");
  Object.assign(state, {
    document: linked.document,
    what: linked.what ?? {},
    label: linked.label ?? "",
    told: "the chart of the link",
  });
  showWhat();
  await check();
}

document.getElementById("copy-link").addEventListener("click", async () => {
  const fragment = await written({ document: state.document, what: state.what, label: state.label });
  if (fragment === null) {
    said.textContent = "This chart is too long for a link (32 kB compressed): save it instead.";
    return;
  }
  const address = new URL(`#${fragment}`, location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    said.textContent = "Copied. The chart is in the link itself: whoever has it can read it.";
  } catch {
    history.replaceState(null, "", address);
    said.textContent = "The link is in the address bar: whoever has it can read the chart.";
  }
});

gather();
showSource("example");
addEventListener("hashchange", () => isState(location.hash.slice(1)) && fromLink());
if (location.hash.length > 1) fromLink();
document.body.dataset.ready = "yes";
