// @ts-check
// <post-composer><form>… <textarea> … [name="markup"] …</form></post-composer>
// Tools for the dialect in use, a live preview, a draft kept in this browser, Ctrl+Enter to send.
import { keep, kept, sent } from "./lib/draft.js";
import { button, toolbar } from "./lib/toolbar.js";
import { wrap } from "./lib/writing.js";

/** Milliseconds without a key before the draft is kept and the preview drawn. */
const PAUSE = 600;

customElements.define("post-composer", class extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    const field = form?.querySelector("textarea");
    if (!form || !field) return;
    this.form = form;
    this.field = field;
    this.start = field.value;
    this.key = new URL(form.action).pathname;
    this.isSending = false;
    this.pane = document.createElement("div");
    this.pane.className = "preview";
    this.pane.hidden = true;
    const bar = toolbar(form, () => this.dialect, (tool) => this.use(tool));
    field.before(bar);
    field.after(button("Live preview", () => this.togglePreview()), this.pane);
    this.offerDraft(bar);
    form.addEventListener("input", this);
    form.addEventListener("keydown", this);
    form.addEventListener("submit", this);
    window.addEventListener("beforeunload", this);
    window.addEventListener("pageshow", this);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    window.removeEventListener("beforeunload", this);
    window.removeEventListener("pageshow", this);
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (event.type === "input") this.changed();
    else if (event.type === "keydown") this.pressed(/** @type {KeyboardEvent} */ (event));
    else if (event.type === "pageshow") this.isSending = false;
    else if (event.type === "submit") this.send(/** @type {SubmitEvent} */ (event));
    else if (!this.isSending && this.field.value !== this.start) event.preventDefault();
  }

  get dialect() { return String(new FormData(this.form).get("markup") || "bbcode"); }

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
      if (!this.pane.hidden) this.draw();
    }, PAUSE);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.form.requestSubmit();
  }

  /** @param {SubmitEvent} event */
  send(event) {
    clearTimeout(this.timer);
    keep(localStorage, this.key, this.field.value, Date.now());
    this.isSending = true;
    // A button with a name (Preview) leads back to writing; only the plain one publishes.
    const pressed = /** @type {HTMLButtonElement | null} */ (event.submitter);
    if (!pressed?.name) sent(sessionStorage, this.key, Date.now());
  }

  /** @param {HTMLElement} place */
  offerDraft(place) {
    const text = kept(localStorage, this.key);
    if (!text.trim() || text === this.field.value) return;
    const offer = document.createElement("p");
    offer.className = "notice";
    offer.setAttribute("role", "status");
    const close = () => { offer.remove(); this.field.focus(); };
    offer.append("There is a draft that you did not send. ", button("Bring it back", () => { this.field.value = text; this.changed(); close(); }), " ");
    offer.append(button("Discard it", () => { keep(localStorage, this.key, "", 0); close(); }));
    place.before(offer);
  }

  togglePreview() {
    this.pane.hidden = !this.pane.hidden;
    if (!this.pane.hidden) this.draw();
  }

  async draw() {
    try {
      const answer = await fetch("/preview/", { method: "POST", headers: { "X-Fragment": "true" }, body: new FormData(this.form) });
      if (answer.ok || answer.status === 422) this.pane.innerHTML = await answer.text();
      else this.pane.textContent = "The preview cannot be shown now. Your text is kept.";
    } catch {
      this.pane.textContent = "No connection. Your text is kept in this browser.";
    }
  }
});
