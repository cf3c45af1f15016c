import assert from "node:assert/strict";
import { test } from "node:test";
import { ago } from "./ago.mjs";

const NOW = new Date("2017-11-09T20:42:43Z");
const before = (seconds) => new Date(NOW.getTime() - seconds * 1000);

test("a moment is told in its largest unit", () => {
  assert.equal(ago(before(20), NOW, "en"), "20 seconds ago");
  assert.equal(ago(before(3 * 3600 + 5), NOW, "en"), "3 hours ago");
  assert.equal(ago(before(86400), NOW, "en"), "yesterday");
  assert.equal(ago(before(3 * 31557600), NOW, "en"), "3 years ago");
  assert.equal(ago(before(-180), NOW, "en"), "in 3 minutes");
});
