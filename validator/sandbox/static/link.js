// The state of the page in the fragment of its address. A fragment is never sent to any server.
const LONGEST = 32 * 1024;
const VERSION = "1.";

async function through(stream, bytes) {
  const piped = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}

// Whether a fragment is meant as a state, of whatever version, and is no place of the page.
export function isState(fragment) {
  return /^\d+\./u.test(fragment);
}

// The fragment, or null where the state is too long for one.
export async function written(state) {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const packed = await through(new CompressionStream("deflate-raw"), bytes);
  if (packed.length > LONGEST) return null;
  const letters = Array.from(packed, (byte) => String.fromCharCode(byte)).join("");
  return VERSION + btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// The state in a fragment, or null where it is none of ours.
export async function read(fragment) {
  if (!fragment.startsWith(VERSION) || fragment.length > 2 * LONGEST) return null;
  try {
    const letters = atob(fragment.slice(VERSION.length).replaceAll("-", "+").replaceAll("_", "/"));
    const packed = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const state = JSON.parse(new TextDecoder().decode(await through(new DecompressionStream("deflate-raw"), packed)));
    return typeof state?.document === "string" ? state : null;
  } catch {
    return null;
  }
}
