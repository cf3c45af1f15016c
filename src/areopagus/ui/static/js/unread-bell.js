// @ts-check
// <unread-bell><a href="/notices/">Notices <b hidden><span>0</span> new</b></a></unread-bell>
// Asks twice a minute how many notices are new, while somebody looks at the page.
customElements.define("unread-bell", class extends HTMLElement {
  connectedCallback() {
    setInterval(() => document.hidden || this.ask(), 30_000);
  }

  async ask() {
    const answer = await fetch("/notices/count/", { cache: "no-cache" });
    const badge = this.querySelector("b"), number = this.querySelector("b span");
    if (!answer.ok || !badge || !number) return;
    number.textContent = await answer.text();
    badge.hidden = number.textContent === "0";
  }
});
