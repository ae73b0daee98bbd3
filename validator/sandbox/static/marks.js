// Places in the chart: from a finding to the lines it rests on, and from a line to the findings that use it.
import { make } from "./markup.js";

const chart = document.getElementById("chart-body");
const answer = document.getElementById("answer-body");

let places = new Map();
let users = new Map();

// After an answer was shown: which lines each place has, and who points to them.
export function gather() {
  places = new Map(Object.entries(JSON.parse(document.getElementById("chart-parts").dataset.places)));
  users = new Map();
  for (const button of answer.querySelectorAll("button.place")) button.disabled = !places.has(button.dataset.place);
  for (const finding of answer.querySelectorAll(".finding")) {
    for (const button of finding.querySelectorAll("button.place")) {
      const lines = places.get(button.dataset.place);
      if (!lines) continue;
      const found = users.get(lines[0]) ?? new Map();
      found.set(finding.id, finding.querySelector(".message").textContent);
      users.set(lines[0], found);
    }
  }
  for (const part of chart.querySelectorAll("details[open]")) draw(part);
}

function lastOf(part) {
  return Number(part.dataset.first) + part.querySelector("pre").textContent.split("\n").length - 1;
}

function partAt(line) {
  return [...chart.querySelectorAll("details.part")].find(
    (part) => Number(part.dataset.first) <= line && line <= Number(part.dataset.last ?? lastOf(part)),
  );
}

// The lines of a part as elements, with a button before each line that a finding rests on.
function draw(part) {
  if (part.dataset.drawn) return;
  part.dataset.drawn = "yes";
  part.dataset.last = lastOf(part);
  const pre = part.querySelector("pre");
  const first = Number(part.dataset.first);
  const lines = pre.textContent.split("\n").map((text, number) => {
    const line = make("span", { class: "line", "data-line": first + number }, text || " ");
    const found = users.get(first + number);
    if (found) {
      line.classList.add("used");
      const words = found.size === 1 ? "Used by one finding" : `Used by ${found.size} findings`;
      line.prepend(
        make("button", { type: "button", class: "user", "aria-expanded": "false", title: words, "aria-label": words }),
      );
    }
    return line;
  });
  pre.replaceChildren(...lines);
}

function unmark() {
  for (const line of chart.querySelectorAll(".line.marked")) line.classList.remove("marked");
}

function goTo(place) {
  const lines = places.get(place);
  const part = lines && partAt(lines[0]);
  if (!part) return;
  part.open = true;
  draw(part);
  unmark();
  let first = null;
  for (let number = lines[0]; number <= lines[1]; number += 1) {
    const line = part.querySelector(`[data-line="${number}"]`);
    line?.classList.add("marked");
    first ??= line;
  }
  first.setAttribute("tabindex", "-1");
  first.scrollIntoView({ block: "center" });
  first.focus({ preventScroll: true });
}

function tell(button) {
  const line = button.closest(".line");
  const open = line.nextElementSibling?.classList.contains("users") ? line.nextElementSibling : null;
  button.setAttribute("aria-expanded", String(!open));
  if (open) return open.remove();
  const found = users.get(Number(line.dataset.line));
  const items = [...found].map(([id, message]) =>
    make("span", {}, make("a", { href: `#${id}`, "data-finding": id }, message)),
  );
  line.after(make("span", { class: "users" }, ...items));
}

answer.addEventListener("click", (event) => {
  const button = event.target.closest("button.place");
  if (button) goTo(button.dataset.place);
});

chart.addEventListener("toggle", (event) => event.target.open && draw(event.target), true);

chart.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-finding]");
  if (link) {
    event.preventDefault();
    const finding = document.getElementById(link.dataset.finding);
    for (const one of answer.querySelectorAll(".pointed")) one.classList.remove("pointed");
    finding.classList.add("pointed");
    finding.scrollIntoView({ block: "center" });
    finding.focus({ preventScroll: true });
    return;
  }
  const line = event.target.closest(".line.used");
  if (line && !String(getSelection())) tell(line.querySelector("button.user"));
});
