// @ts-check
// <post-composer><form>… <textarea name="source"> … [name="markup"] …</form></post-composer>
// Tools for the dialect in use, a live preview, a draft kept in this browser, Ctrl+Enter to send.
import { keep, kept, tidy } from "./lib/draft.js";
import { TOOLS, wrap } from "./lib/writing.js";

const LABELS = { bold: "B", italic: "I", quote: "Quote", link: "Link", code: "Code", list: "List", spoiler: "Spoiler" };
const PAUSE = 600;

/** @param {string} label @param {() => void} deed */
function button(label, deed) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button quiet";
  made.textContent = label;
  made.addEventListener("click", deed);
  return made;
}

class PostComposer extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    const field = form?.querySelector("textarea");
    if (!form || !field) return;
    this.form = form;
    this.field = field;
    this.sending = false;
    this.start = field.value;
    this.offerDraft();
    this.addTools();
    this.preview = document.createElement("div");
    this.preview.className = "preview prose";
    this.preview.hidden = true;
    field.after(this.preview);
    this.addEventListener("input", () => this.changed());
    this.addEventListener("keydown", (event) => this.pressed(event));
    form.addEventListener("submit", () => this.sent());
    this.leaving = (/** @type {Event} */ event) => { if (this.isUnsaved()) event.preventDefault(); };
    window.addEventListener("beforeunload", this.leaving);
  }

  disconnectedCallback() {
    if (this.leaving) window.removeEventListener("beforeunload", this.leaving);
    clearTimeout(this.timer);
  }

  get dialect() { return String(new FormData(this.form).get("markup") || "bbcode"); }
  get key() { return new URL(this.form.action).pathname; }
  isUnsaved() { return !this.sending && this.field.value !== this.start; }

  addTools() {
    const bar = document.createElement("div");
    bar.className = "tools";
    bar.role = "group";
    bar.ariaLabel = "Formatting";
    for (const tool of TOOLS) {
      const made = button(LABELS[tool], () => this.use(tool));
      made.ariaLabel = tool;
      bar.append(made);
    }
    bar.append(button("Live preview", () => this.togglePreview()));
    this.field.before(bar);
  }

  /** @param {string} tool */
  use(tool) {
    const { value, selectionStart, selectionEnd } = this.field;
    const done = wrap(this.dialect, tool, value, selectionStart, selectionEnd);
    this.field.value = done.text;
    this.field.focus();
    this.field.setSelectionRange(done.from, done.to);
    this.changed();
  }

  changed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      keep(localStorage, this.key, this.field.value, Date.now());
      if (!this.preview.hidden) this.showPreview();
    }, PAUSE);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.form.requestSubmit();
  }
}
