// @ts-check
// <similar-topics aria-live="polite"></similar-topics> in a form with a field "title": what there is
// already of what the title says, asked for when its writer pauses.

/** Milliseconds without a key before it is asked. */
const TITLE_PAUSE = 1500;
/** A shorter title says too little. */
const SHORTEST_TITLE = 6;

customElements.define("similar-topics", class extends HTMLElement {
  connectedCallback() {
    const field = this.closest("form")?.elements.namedItem("title");
    if (!(field instanceof HTMLInputElement)) return;
    this.field = field;
    field.addEventListener("input", this);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.field?.removeEventListener("input", this);
  }

  handleEvent() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), TITLE_PAUSE);
  }

  async ask() {
    const title = this.field?.value.trim() ?? "";
    // Each question is one of the searches that a member has in a minute.
    if (title.length < SHORTEST_TITLE || title === this.asked) return;
    this.asked = title;
    try {
      const answer = await fetch(`/search/similar/?${new URLSearchParams({ title })}`, { headers: { "X-Fragment": "true" } });
      // It is only a hint: where it cannot be had, nothing is shown.
      if (answer.ok) this.innerHTML = await answer.text();
    } catch {
      this.replaceChildren();
    }
  }
});
