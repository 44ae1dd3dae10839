import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { editOwnedKeys } from "./edit-config.ts";
import type { OwnedValues } from "./owned-values.ts";

const VALUES: OwnedValues = {
  model: "org/a-7B",
  kv_bits: 8,
  max_context_override: 4000,
  max_concurrency_override: 2,
};
const UNSET: OwnedValues = { ...VALUES, kv_bits: null };
const ALL = "model: org/a-7B\nkv_bits: 8\nmax_context_override: 4000\nmax_concurrency_override: 2\n";

function edited(before: string, values: OwnedValues = VALUES): string {
  const edit = editOwnedKeys(before, values);
  if (edit.kind === "refused") throw new Error(edit.reason);
  return edit.text;
}

test.each([
  ["an empty file gets the four keys", "", ALL],
  ["a file of comments keeps them above", "# mine\n", `# mine\n${ALL}`],
  [
    "values change, comments, blank lines and order stay",
    "a: 1 # x\n\nkv_bits:   4   # why\nmodel: 'b'\n# end\n",
    "a: 1 # x\n\nkv_bits:   8   # why\nmodel: org/a-7B\nmax_context_override: 4000\nmax_concurrency_override: 2\n# end\n",
  ],
  [
    "an equal value is not rewritten, quotes included",
    `model: "org/a-7B" # q\nkv_bits: 0x8\n`,
    `model: "org/a-7B" # q\nkv_bits: 0x8\nmax_context_override: 4000\nmax_concurrency_override: 2\n`,
  ],
  [
    "an empty value is filled in front of its comment",
    "kv_bits: # none yet\nmodel:\n",
    "kv_bits: 8 # none yet\nmodel: org/a-7B\nmax_context_override: 4000\nmax_concurrency_override: 2\n",
  ],
  [
    "CRLF line ends stay and inserted lines follow them",
    "model: x\r\nport: 1\r\n",
    "model: org/a-7B\r\nkv_bits: 8\r\nmax_context_override: 4000\r\nmax_concurrency_override: 2\r\nport: 1\r\n",
  ],
  ["a last line without line end stays a line", "port: 1", `port: 1\n${ALL}`],
  [
    "indented lines of the same name are not owned",
    "other:\n  model: x\n  kv_bits: 4\n",
    `other:\n  model: x\n  kv_bits: 4\n${ALL}`,
  ],
  ["text of a block scalar is not owned", "motd: |\n  model: x\n", `motd: |\n  model: x\n${ALL}`],
  ["missing keys go in front of a document end", "port: 1\n...\n# after\n", `port: 1\n${ALL}...\n# after\n`],
  ["a byte order mark stays first", "\ufeffport: 1\n", `\ufeffport: 1\n${ALL}`],
  [
    "keys that only look alike are foreign",
    "max_batch: 3\nmax_context_tokens: 9\nMODEL: x\n",
    `max_batch: 3\nmax_context_tokens: 9\nMODEL: x\n${ALL}`,
  ],
])("B78, B79 %s", (_title, before, after) => {
  expect(edited(before)).toBe(after);
});

test("B72, B79 an unset kv_bits drops its line and leaves its inline comment", () => {
  const rest = "max_context_override: 4000\nmax_concurrency_override: 2\n";
  expect(edited(`kv_bits: 4\nmodel: x\n`, UNSET)).toBe(`model: org/a-7B\n${rest}`);
  expect(edited(`model: x\nkv_bits: 4  # by Ann\n${rest}`, UNSET)).toBe(`model: org/a-7B\n# by Ann\n${rest}`);
});

test.each([
  ["/models/a b.gguf"],
  ["123"],
  ["true"],
  ["a: b"],
  ["x # y"],
  ["org/ü-7B"],
  ["null"],
  ["1e5"],
  ["-x"],
  ['"q"'],
  ["*a"],
])("B79 the model %j reads back as it is", (model) => {
  expect(parse(edited("port: 1\n", { ...VALUES, model }))).toMatchObject({ model, port: 1 });
});

test.each([
  ["a list", "- a\n", "not a mapping"],
  ["a scalar", "hello\n", "not a mapping"],
  ["a flow mapping", "{model: x}\n", "flow mapping"],
  ["invalid YAML", "a: [\n", "not usable YAML"],
  ["an owned key twice", "model: x\nmodel: y\n", "unique"],
  ["an owned key twice, once quoted", `model: x\n"model": y\n`, "unique"],
  ["an owned value over two lines", "model: >\n  x\n", "one line"],
  ["a quoted owned value over two lines", 'model: "x\n  y"\n', "one line"],
  ["a plain owned value over two lines", "model: x\n  y\n", "one line"],
  ["an explicit key", "? model\n: x\n", "one line"],
  ["an anchor on an owned value", "model: &m x\nother: *m\n", "one line"],
  ["an alias as owned value", "other: &m x\nmodel: *m\n", "no plain value"],
  ["an anchor on an owned key", "&k model: x\nother: *k\n", "one line"],
  ["a tag on an owned value", "kv_bits: !!str 8\n", "one line"],
  ["an alias as key", "a: &k model\n*k : x\n", "alias"],
  ["a merge key", "base: &b {kv_bits: 4}\n<<: *b\n", "merge key"],
  ["an owned mapping", "model:\n  id: x\n", "no plain value"],
  ["several documents", "model: x\n---\nmodel: y\n", "not usable YAML"],
  ["tabs as indentation", "other:\n\tmodel: x\n", "not usable YAML"],
  ["an indented top level", "  model: x\n  port: 1\n", "one line"],
  ["a top level with an anchor", "&a\nmodel: x\n", "anchor"],
])("B79 %s is refused", (_title, before, reason) => {
  expect(editOwnedKeys(before, VALUES)).toMatchObject({ kind: "refused", reason: expect.stringContaining(reason) });
});

const OWNED_LINE = /^("|')?(model|kv_bits|max_context_override|max_concurrency_override)\1[ \t]*:/;

/** Lines with their ends; the last one may have gained an end, since a line was put below it. */
function foreignLines(text: string): string[] {
  const lines = text.replace(/^\ufeff/, "").match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return lines.filter((line) => !OWNED_LINE.test(line)).map((line) => line.replace(/\r?\n$/, ""));
}

const piece = fc.constantFrom(
  "model: x",
  "model: 'y'  # why",
  "model:",
  `"model": z`,
  "model : q",
  "model:\tt",
  "model: &a b",
  "model: |",
  "kv_bits: 4",
  "kv_bits: 8 # eight",
  "kv_bits: ~",
  'kv_bits: "4"',
  "max_context_override: 1_000",
  "max_context_override: 4000",
  "max_concurrency_override: 2 #c",
  "max_concurrency_override: []",
  "port: 8080",
  "port: 8080 # p",
  "# a comment",
  "#model: x",
  "",
  "  ",
  "other:",
  "  model: nested",
  "  - item",
  "- item",
  "list: [1, 2]",
  "motd: |+",
  "motd: >-",
  "motd: |2",
  "   text",
  "\tindented",
  "url: http://x",
  "anchor: &a 1",
  "alias: *a",
  "<<: *a",
  "---",
  "...",
  "%YAML 1.2",
  "?",
  "? model",
  ": x",
  "{",
  "}",
  "key: 'it''s",
  'key: "q',
  'tail"',
  "--- # doc",
  "'kv_bits': 4",
  "null: 1",
  "ümlaut: ä",
  "__proto__: 1",
  "a: b: c",
  "max_batch: 9",
);
const file = fc
  .tuple(fc.constantFrom("", "\ufeff"), fc.array(piece, { maxLength: 12 }), fc.constantFrom("\n", "\r\n"), fc.boolean())
  .map(([mark, lines, end, isEnded]) => mark + lines.join(end) + (isEnded ? end : ""));
const values = fc.record({
  model: fc.oneof(
    fc.constantFrom("x", "org/a-7B", "/p/ä b.gguf", "yes"),
    fc.string({ minLength: 1, unit: "grapheme" }),
  ),
  kv_bits: fc.constantFrom(null, 4 as const, 8 as const),
  max_context_override: fc.integer({ min: 1, max: 1_000_000 }),
  max_concurrency_override: fc.integer({ min: 1, max: 64 }),
});

test("TB9, B78, B81 any file is refused or has exactly the four values, every foreign line as it was, and stays so when applied again", () => {
  let accepted = 0;
  fc.assert(
    fc.property(file, values, (before, wanted) => {
      const edit = editOwnedKeys(before, wanted);
      if (edit.kind === "refused") return;
      accepted += 1;
      const parsed: Record<string, unknown> = parse(edit.text, { logLevel: "error" });
      expect(parsed["model"]).toBe(wanted.model);
      expect(parsed["kv_bits"] ?? null).toBe(wanted.kv_bits);
      expect(parsed["max_context_override"]).toBe(wanted.max_context_override);
      expect(parsed["max_concurrency_override"]).toBe(wanted.max_concurrency_override);
      const dropped = /^(?:"|')?kv_bits(?:"|')?[ \t]*:[^#\n]*?(#[^\r\n]*)/m.exec(before.replace(/^\ufeff/, ""))?.[1];
      const after = foreignLines(edit.text);
      if (wanted.kv_bits === null && dropped !== undefined) after.splice(after.indexOf(dropped), 1);
      expect(after).toEqual(foreignLines(before));
      expect(edited(edit.text, wanted)).toBe(edit.text);
    }),
    { numRuns: 3000 },
  );
  expect(accepted).toBeGreaterThan(200);
});
