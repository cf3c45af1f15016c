// @ts-check
// <passkey-form data-get | data-options | data-creation><form>… [name=credential] …</form></passkey-form>
// Asks the browser for a passkey when the form is sent, and sends what it answered along.

/** @param {string} text */
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

/** @param {ArrayBuffer} buffer */
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** @param {any} value What came as JSON, with its binary parts as bytes. */
function readable(value) {
  const key = { ...value, challenge: bytes(value.challenge) };
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (key[list]) key[list] = key[list].map((/** @type {any} */ c) => ({ ...c, id: bytes(c.id) }));
  }
  return key;
}

/** @param {any} credential */
function sendable(credential) {
  /** @type {Record<string, unknown>} */
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response, authenticatorAttachment: credential.authenticatorAttachment, clientExtensionResults: credential.getClientExtensionResults() });
}

customElements.define("passkey-form", class extends HTMLElement {
  connectedCallback() {
    // Where the browser knows no passkeys, the other ways stay.
    if (!window.PublicKeyCredential) return;
    this.hidden = false;
    this.addEventListener("submit", this);
  }

  /** @param {Event} event */
  async handleEvent(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    try {
      const credential = await (this.dataset.creation ? this.create(form) : this.ask());
      const field = /** @type {HTMLInputElement} */ (form.querySelector("[name=credential], [name$=-credential]"));
      field.value = sendable(credential);
      form.submit();
    } catch (error) {
      const note = document.createElement("p");
      note.className = "notice";
      note.setAttribute("role", "alert");
      note.textContent = "The passkey could not be used. Try again, or choose another way.";
      this.querySelector(".notice")?.remove();
      this.append(note);
    }
  }

  /** @param {HTMLFormElement} form */
  create(form) {
    const key = readable(JSON.parse(this.dataset.creation || "{}").creation_options.publicKey);
    const without = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=passwordless]"))?.checked;
    key.authenticatorSelection = { ...key.authenticatorSelection, residentKey: without ? "required" : "discouraged", requireResidentKey: Boolean(without), ...(without ? { userVerification: "required" } : {}) };
    return navigator.credentials.create({ publicKey: key });
  }

  async ask() {
    const answer = this.dataset.get ? await (await fetch(this.dataset.get, { headers: { Accept: "application/json" } })).json() : JSON.parse(this.dataset.options || "{}");
    return navigator.credentials.get({ publicKey: readable((answer.request_options || answer).publicKey) });
  }
});
