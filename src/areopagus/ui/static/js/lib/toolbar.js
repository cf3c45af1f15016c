// @ts-check
import { tools } from "./writing.js";

/** @type {Record<string, [string, string]>} what the button shows, and what it is called */
const LABELS = {
  bold: ["B", "Bold"],
  italic: ["I", "Italic"],
  quote: ["Quote", "Quote"],
  link: ["Link", "Link"],
  code: ["Code", "Code"],
  list: ["List", "List"],
  spoiler: ["Spoiler", "Spoiler"],
};

/** @param {string} label @param {() => void} deed @param {string} [name] */
export function button(label, deed, name = label) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button quiet";
  made.textContent = label;
  made.title = name;
  made.setAttribute("aria-label", name);
  made.addEventListener("click", deed);
  return made;
}

/**
 * The tools of the dialect in use. Choosing another dialect in the form changes them.
 * @param {HTMLFormElement} form @param {() => string} dialect @param {(tool: string) => void} use
 */
export function toolbar(form, dialect, use) {
  const bar = document.createElement("div");
  bar.className = "tools";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Formatting");
  const offer = () => {
    bar.replaceChildren(...tools(dialect()).map((tool) => button(LABELS[tool][0], () => use(tool), LABELS[tool][1])));
  };
  // Only then: the text changes when a tool is pressed, and the pressed button must stay in place.
  let known = dialect();
  form.addEventListener("change", () => {
    if (known === dialect()) return;
    known = dialect();
    offer();
  });
  offer();
  return bar;
}
