import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readConfigFile } from "./read-config-file.ts";

const folder = mkdtempSync(join(tmpdir(), "espalier-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test("A2 TA14 a named file must exist, the default one need not", () => {
  const missing = join(folder, "missing.yaml");
  const refused = { kind: "error", message: `config file ${missing} does not exist` };
  expect(readConfigFile(missing, {})).toEqual(refused);
  expect(readConfigFile(null, { ESPALIER_CONFIG: missing })).toEqual(refused);
  expect(readConfigFile(null, { XDG_CONFIG_HOME: folder })).toEqual({ kind: "ok", values: {}, warning: null });
});

test("A2 the XDG folder holds the default file", () => {
  mkdirSync(join(folder, "espalier"));
  writeFileSync(join(folder, "espalier", "config.yaml"), "kv_bits: 8\nprovider_token: x\n");
  expect(readConfigFile(null, { XDG_CONFIG_HOME: folder })).toMatchObject({ values: { kv_bits: 8 } });
});

test.each([
  ["invalid YAML is an error", "a: [1", { kind: "error" }],
  [
    "a list is ignored with a warning",
    "- a\n",
    { kind: "ok", values: {}, warning: expect.stringContaining("not a mapping") },
  ],
  ["an empty file holds nothing", "", { kind: "ok", values: {}, warning: null }],
])("A2 %s", (_title, text, expected) => {
  expect(readConfigFile(file("case.yaml", text), {})).toMatchObject(expected);
});
