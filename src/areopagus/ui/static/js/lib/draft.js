// @ts-check
// A draft is kept in this browser until its text is published. One address, one draft.

const PREFIX = "areopagus.draft:";
const WEEKS = 4 * 7 * 24 * 3600 * 1000;
const MINUTES = 2 * 60 * 1000;

/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">} Store */

/**
 * @param {Store} store @param {string} key @param {string} text what is written so far
 * @param {number} now milliseconds
 */
export function keep(store, key, text, now) {
  try {
    if (text.trim()) store.setItem(PREFIX + key, JSON.stringify({ text, at: now }));
    else store.removeItem(PREFIX + key);
  } catch { /* The browser keeps nothing, or is full. Writing goes on. */ }
}

/** @param {Store} store @param {string} key @returns {string} */
export function kept(store, key) {
  try {
    return String(JSON.parse(store.getItem(PREFIX + key) || "{}").text || "");
  } catch {
    return "";
  }
}

/** Drafts nobody came back to for four weeks. @param {Store} store @param {number} now */
export function tidy(store, now) {
  const keys = Array.from({ length: store.length }, (_, n) => store.key(n) || "");
  for (const key of keys.filter((each) => each.startsWith(PREFIX))) {
    let at = 0;
    try { at = JSON.parse(store.getItem(key) || "{}").at || 0; } catch { /* Not ours any more. */ }
    if (now - at > WEEKS) store.removeItem(key);
  }
}

/**
 * Remembers, for this tab, that a form is on its way.
 * @param {Store} tab @param {string} key @param {number} now
 */
export function sent(tab, key, now) {
  try { tab.setItem(PREFIX + "sent", JSON.stringify({ key, at: now })); } catch { /* As above. */ }
}

/**
 * On the page after sending: drops the draft when the board took the text, keeps it otherwise.
 * Nothing is dropped on a mere guess: a reload or an old message says nothing about this sending.
 * @param {Store} store @param {Store} tab @param {number} now @param {boolean} wasTaken
 */
export function settle(store, tab, now, wasTaken) {
  try {
    const { key, at } = JSON.parse(tab.getItem(PREFIX + "sent") || "{}");
    tab.removeItem(PREFIX + "sent");
    if (key && wasTaken && now - at < MINUTES) store.removeItem(PREFIX + key);
  } catch { /* As above. */ }
}
