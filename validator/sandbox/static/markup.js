// Markup comes from this server only, where every value is escaped; this is the one place that takes it for markup.
const policy = globalThis.trustedTypes?.createPolicy("labelcheck", { createHTML: (markup) => markup });

export function show(element, markup) {
  element.innerHTML = policy ? policy.createHTML(markup) : markup;
}

export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
