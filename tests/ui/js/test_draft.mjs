import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { keep, kept, sent, settle, tidy } from "./draft.mjs";

class Store {
  #rows = new Map();
  get length() { return this.#rows.size; }
  key(n) { return [...this.#rows.keys()][n] ?? null; }
  getItem(key) { return this.#rows.get(key) ?? null; }
  setItem(key, value) { this.#rows.set(key, String(value)); }
  removeItem(key) { this.#rows.delete(key); }
}

const REPLY = "/topics/42/replies/";
let store;
let tab;

beforeEach(() => {
  store = new Store();
  tab = new Store();
});

test("a draft is kept per address, and an empty one is none", () => {
  keep(store, REPLY, "Who lands first?", 0);
  assert.equal(kept(store, REPLY), "Who lands first?");
  assert.equal(kept(store, "/topics/43/replies/"), "");
  keep(store, REPLY, "  ", 0);
  assert.equal(store.length, 0);
});

test("a draft goes when the board took the text", () => {
  keep(store, REPLY, "words", 0);
  sent(tab, REPLY, 1000);
  settle(store, tab, 3000, true);
  assert.equal(kept(store, REPLY), "");
});

test("a draft stays when the text was refused", () => {
  keep(store, REPLY, "words", 0);
  sent(tab, REPLY, 1000);
  settle(store, tab, 3000, false);
  assert.equal(kept(store, REPLY), "words");
});

test("a draft stays when the answer comes long after the sending", () => {
  keep(store, REPLY, "words", 0);
  sent(tab, REPLY, 0);
  settle(store, tab, 3_600_000, true);
  assert.equal(kept(store, REPLY), "words");
});

test("a page without a sending drops nothing", () => {
  keep(store, REPLY, "words", 0);
  settle(store, tab, 0, true);
  assert.equal(kept(store, REPLY), "words");
});

test("forgotten drafts are tidied away, other things are not", () => {
  keep(store, REPLY, "old", 0);
  keep(store, "/posts/7/edit/", "new", 3_000_000_000);
  store.setItem("somebody else's", "{}");
  tidy(store, 3_000_000_001);
  assert.equal(kept(store, REPLY), "");
  assert.equal(kept(store, "/posts/7/edit/"), "new");
  assert.equal(store.getItem("somebody else's"), "{}");
});

test("a store that keeps nothing does not stop the writing", () => {
  const full = { setItem() { throw new Error("QuotaExceeded"); }, removeItem() {}, getItem: () => null, key: () => null, length: 0 };
  keep(full, REPLY, "words", 0);
  sent(full, REPLY, 0);
  assert.equal(kept(full, REPLY), "");
});
