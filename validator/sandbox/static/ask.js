// Questions to this server, and to no other.
const token = document.querySelector('meta[name="labelcheck-token"]').content;

export class Refused extends Error {}

export async function ask(path, question, signal) {
  let response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Labelcheck-Token": token },
      body: JSON.stringify(question),
      signal,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused("The sandbox does not answer: is it still running?", { cause: error });
  }
  const answer = await response.json();
  if (!response.ok) throw new Refused(answer.refused ?? "The question could not be answered.");
  return answer;
}
