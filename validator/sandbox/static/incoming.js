// What comes in as text or as files, made one document to check.

const BINARY = /[\0\ufffd]/u;

// Why a file cannot be a chart, before anybody is asked about it; "" for one that can.
export async function unfit(file, most) {
  if (file.size > most) return `${file.name} is larger than ${Math.floor(most / 1e6)} MB, so it is not read.`;
  const text = await file.slice(0, 4096).text();
  return BINARY.test(text.slice(0, -4)) ? `${file.name} is no text: a chart comes as JSON.` : "";
}

// The texts as one Bundle, each as it was written and on a line of its own, so that a fault in it keeps a line.
export function bundleOf(texts) {
  const entries = texts.map((text) => `{"resource": ${text.trim() || "null"}}`);
  return `{"resourceType": "Bundle", "type": "collection", "entry": [\n${entries.join(",\n")}\n]}`;
}

// The resources of a text that has one on each line (NDJSON); the text alone where it is anything else.
export function resourcesIn(text) {
  const lines = text.split("\n").filter((line) => line.trim());
  const isEach = lines.length > 1 && lines.every((line) => line.trimStart().startsWith("{")) && isResource(lines[0]);
  return isEach ? lines : [text];
}

function isResource(text) {
  try {
    return typeof JSON.parse(text).resourceType === "string";
  } catch {
    return false;
  }
}
