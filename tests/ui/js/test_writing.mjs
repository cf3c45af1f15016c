import assert from "node:assert/strict";
import { test } from "node:test";
import { append, quotation, tools, wrap } from "./writing.mjs";

test("a tool wraps what is chosen and keeps it chosen", () => {
  const done = wrap("bbcode", "bold", "who lands first", 4, 9);
  assert.equal(done.text, "who [b]lands[/b] first");
  assert.equal(done.text.slice(done.from, done.to), "lands");
});

test("the same tool writes the dialect in use", () => {
  assert.equal(wrap("markdown", "bold", "lands", 0, 5).text, "**lands**");
  assert.equal(wrap("fluxbb12", "italic", "lands", 0, 5).text, "[i]lands[/i]");
});

test("with nothing chosen the cursor stands between the marks", () => {
  const done = wrap("bbcode", "code", "", 0, 0);
  assert.deepEqual(done, { text: "[code][/code]", from: 6, to: 6 });
});

test("a list begins on its own line and takes every line", () => {
  assert.equal(wrap("markdown", "list", "Take:a\nb", 5, 8).text, "Take:\n- a\n- b");
  assert.equal(wrap("markdown", "quote", "a\nb", 0, 3).text, "> a\n> b");
});

test("a list in bbcode is complete", () => {
  assert.equal(wrap("bbcode", "list", "a\nb", 0, 3).text, "[list]\n[*]a[/*]\n[*]b[/*]\n[/list]");
});

test("only what a dialect knows is offered", () => {
  assert.ok(tools("fluxbb12").includes("spoiler"));
  assert.ok(!tools("markdown").includes("spoiler"));
});

test("every tool works in every dialect on an empty text", () => {
  for (const dialect of ["bbcode", "markdown"]) {
    for (const tool of tools(dialect)) {
      const { text, from, to } = wrap(dialect, tool, "", 0, 0);
      assert.ok(text.length > 0 && from >= 0 && from <= to && to <= text.length, `${dialect} ${tool}`);
    }
  }
});

test("a quotation stands on its own and leaves room for the answer", () => {
  assert.equal(append("", "[quote]x[/quote]\n"), "[quote]x[/quote]\n\n");
  assert.equal(append("Hello  \n", "> x"), "Hello\n\n> x\n\n");
});

test("a quoted name with marks in it is put between the other marks", () => {
  assert.equal(quotation("bbcode", "rover", " x "), "[quote=rover]x[/quote]");
  assert.equal(quotation("bbcode", "O'Neill [x]", "x"), '[quote="O\'Neill [x]"]x[/quote]');
  assert.equal(quotation("bbcode", 'the "rover"', "x"), "[quote='the \"rover\"']x[/quote]");
  assert.equal(quotation("markdown", "rover", "a\n\nb"), "**rover:**\n> a\n>\n> b");
});
