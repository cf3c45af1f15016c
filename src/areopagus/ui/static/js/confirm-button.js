// @ts-check
// <confirm-button question="Remove this post?"><button>Remove</button></confirm-button>
// Asks before the form is sent. Without scripts it is sent at once: what weighs more has a page that asks.

customElements.define("confirm-button", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
  }

  /** @param {Event} event */
  handleEvent(event) {
    const question = this.getAttribute("question") || "Are you sure?";
    if (!window.confirm(question)) event.preventDefault();
  }
});
