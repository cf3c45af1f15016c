// @ts-check
// <quote-button post="133211"><a href="/…">Quote</a></quote-button>
// Puts the post, or the piece of it that is selected, into the reply on this page.
// Without scripts, or where no reply can be written here, the link leads to the reply page.
import { append, quotation } from "./lib/writing.js";

customElements.define("quote-button", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
  }

  /** @param {Event} event */
  handleEvent(event) {
    const click = /** @type {MouseEvent} */ (event);
    const form = document.querySelector("post-composer form");
    const field = form && /** @type {HTMLTextAreaElement | null} */ (form.querySelector("textarea"));
    // A click with a modifier wants the page itself, in a new tab perhaps.
    if (!form || !field || click.ctrlKey || click.metaKey || click.shiftKey || click.button) return;
    event.preventDefault();
    this.quote(field, String(new FormData(/** @type {HTMLFormElement} */ (form)).get("markup") || ""));
  }

  /** @param {HTMLTextAreaElement} field @param {string} dialect */
  async quote(field, dialect) {
    const chosen = this.chosen();
    const source = chosen ? quotation(dialect, this.author, chosen) : await this.fetched(dialect);
    if (source === null) return;
    field.value = append(field.value, source);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    field.selectionStart = field.selectionEnd = field.value.length;
    field.scrollIntoView({ block: "center" });
  }

  get author() { return this.closest(".post")?.querySelector(".author .name")?.textContent?.trim() || ""; }

  /** What is selected inside this post; nothing when the selection leaves it. */
  chosen() {
    const selection = document.getSelection();
    const words = this.closest(".post")?.querySelector(".prose");
    if (!selection || selection.isCollapsed || !words) return "";
    const { anchorNode, focusNode } = selection;
    return words.contains(anchorNode) && words.contains(focusNode) ? selection.toString() : "";
  }

  /** The whole post as the board quotes it. Where that fails, the link does its work. @param {string} dialect */
  async fetched(dialect) {
    try {
      const answer = await fetch(`/posts/${this.getAttribute("post")}/quote/?markup=${encodeURIComponent(dialect)}`, { headers: { "X-Fragment": "true" } });
      if (answer.ok) return await answer.text();
    } catch { /* Offline: the page below will say so. */ }
    const link = this.querySelector("a");
    if (link) location.assign(link.href);
    return null;
  }
});
