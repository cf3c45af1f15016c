// @ts-check
import { TOOLS } from "./writing.js";

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

/** @param {(tool: string) => void} use */
export function toolbar(use) {
  const bar = document.createElement("div");
  bar.className = "tools";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Formatting");
  bar.append(...TOOLS.map((tool) => button(LABELS[tool][0], () => use(tool), LABELS[tool][1])));
  return bar;
}
