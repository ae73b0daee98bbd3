// A text as a file, only when the user asks for it.
import { make } from "./markup.js";

export function saveText(text, file) {
  const type = file.endsWith(".html") ? "text/html" : "application/json";
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = make("a", { href: address, download: file });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
