import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const IMPORT = /(?:from|import)\s*\(?\s*"(\.[^"]+\.ts)"/g;

/** Every module of ours that loading `file` loads, types included. */
function reached(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(IMPORT)) {
    reached(join(dirname(file), specifier), seen);
  }
  return seen;
}

test("B4 nothing that serves reaches autotune: without it a provider runs the same code, byte for byte", () => {
  const modules = [...reached(join(ROOT, "agent/commands/serve.ts"))].map((file) => relative(ROOT, file));
  expect(modules.length).toBeGreaterThan(30);
  expect(modules.filter((file) => /^(agent|core)\/autotune\//.test(file))).toEqual([]);
});
