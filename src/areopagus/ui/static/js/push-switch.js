// @ts-check
// <push-switch data-key="…"> around a form with the fields endpoint, point and secret: asks the browser
// for a push subscription, and sends what it names as the form it is.

customElements.define("push-switch", class extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button || !("PushManager" in window) || !navigator.serviceWorker) return;
    this.querySelector(".without")?.remove();
    button.closest("p")?.removeAttribute("hidden");
    button.addEventListener("click", () => this.subscribe());
  }

  async subscribe() {
    try {
      if (await Notification.requestPermission() !== "granted") {
        this.say("Your browser does not let this board show messages. Its settings can change that.");
        return;
      }
      const worker = await navigator.serviceWorker.ready;
      const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: this.dataset.key });
      this.send(made.toJSON());
    } catch {
      this.say("Your browser could not reach its push service. Try again later.");
    }
  }

  /** @param {PushSubscriptionJSON} said */
  send({ endpoint = "", keys = {} }) {
    const form = this.querySelector("form");
    const values = { endpoint, point: keys.p256dh ?? "", secret: keys.auth ?? "" };
    for (const [name, value] of Object.entries(values)) {
      const field = form?.elements.namedItem(name);
      if (field instanceof HTMLInputElement) field.value = value;
    }
    form?.requestSubmit();
  }

  /** @param {string} words */
  say(words) {
    const place = this.querySelector("[role=status]");
    if (place) place.textContent = words;
  }
});
