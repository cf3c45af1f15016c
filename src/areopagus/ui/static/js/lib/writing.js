// @ts-check
// What the toolbar and the quote button do to a text. No page here, so that node can test it.

/** @typedef {{ before: string, after: string, line?: boolean, around?: [string, string] }} Wrapping */

/** @type {Record<string, Record<string, Wrapping>>} */
const WRAPPINGS = {
  bbcode: {
    bold: { before: "[b]", after: "[/b]" },
    italic: { before: "[i]", after: "[/i]" },
    quote: { before: "[quote]", after: "[/quote]" },
    link: { before: "[url]", after: "[/url]" },
    code: { before: "[code]", after: "[/code]" },
    list: { before: "[*]", after: "[/*]", line: true, around: ["[list]\n", "\n[/list]"] },
    spoiler: { before: "[spoiler]", after: "[/spoiler]" },
  },
  markdown: {
    bold: { before: "**", after: "**" },
    italic: { before: "*", after: "*" },
    quote: { before: "> ", after: "", line: true },
    link: { before: "[", after: "](https://)" },
    code: { before: "`", after: "`" },
    list: { before: "- ", after: "", line: true },
  },
};

/** @param {string} dialect "fluxbb12" writes as bbcode does */
const wrappings = (dialect) => WRAPPINGS[dialect === "markdown" ? "markdown" : "bbcode"];

/** The names of the tools of a dialect, in the order of the toolbar. @param {string} dialect */
export const tools = (dialect) => Object.keys(wrappings(dialect));

/**
 * The text with its selection wrapped, and the selection to show afterwards.
 * @param {string} dialect @param {string} tool @param {string} text
 * @param {number} from @param {number} to
 */
export function wrap(dialect, tool, text, from, to) {
  const { before, after, line, around } = wrappings(dialect)[tool];
  const chosen = text.slice(from, to);
  if (!line) {
    const start = from + before.length;
    return { text: text.slice(0, from) + before + chosen + after + text.slice(to), from: start, to: start + chosen.length };
  }
  // Every chosen line is wrapped, beginning on a line of its own.
  const [opening, closing] = around || ["", ""];
  const ahead = (from > 0 && text[from - 1] !== "\n" ? "\n" : "") + opening;
  const lines = ahead + chosen.split("\n").map((each) => before + each + after).join("\n");
  const end = from + lines.length - (chosen ? 0 : after.length);
  return { text: text.slice(0, from) + lines + closing + text.slice(to), from: end, to: end };
}

/**
 * `source` added to what is written, as a paragraph of its own, ready to go on below it.
 * @param {string} text @param {string} source
 */
export function append(text, source) {
  const kept = text.trimEnd();
  return (kept ? kept + "\n\n" : "") + source.trim() + "\n\n";
}

/**
 * A piece of a post as a quotation, in the dialect of the answer.
 * @param {string} dialect @param {string} author @param {string} piece
 */
export function quotation(dialect, author, piece) {
  const said = piece.trim();
  if (dialect === "markdown") {
    return `**${author}:**\n${said.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n")}`;
  }
  // A name with brackets or quotation marks in it goes between the other marks.
  const name = /[[\]"']/.test(author) ? (author.includes('"') ? `'${author}'` : `"${author}"`) : author;
  return `[quote=${name}]${said}[/quote]`;
}
