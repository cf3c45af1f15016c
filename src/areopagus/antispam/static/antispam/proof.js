// @ts-check
// <input type="hidden" name="proof" data-challenge="…" data-most="60000"> beside an input named "stamp":
// counts until stamp and number have the wanted digest. A form that is sent before waits for it.

const field = /** @type {HTMLInputElement | null} */ (document.querySelector("input[data-challenge]"));
const form = field?.form;

/** @param {string} said */
async function digest(said) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(said)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {HTMLInputElement} input @param {string} stamp */
async function count(input, stamp) {
  for (let number = 0; number < Number(input.dataset.most); number += 1) {
    if ((await digest(`${stamp}${number}`)) === input.dataset.challenge) {
      input.value = String(number);
      return;
    }
  }
}

// Browsers count only for pages that came over https; others are let in by hand.
if (field && form && !field.value && globalThis.crypto?.subtle) {
  const stamp = /** @type {HTMLInputElement} */ (form.elements.namedItem("stamp")).value;
  let ready = false;
  const counted = count(field, stamp).finally(() => {
    ready = true;
  });
  form.addEventListener("submit", async (event) => {
    if (ready) return;
    event.preventDefault();
    await counted;
    form.requestSubmit();
  });
}
