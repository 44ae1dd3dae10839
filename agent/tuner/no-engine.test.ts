import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";

const HERE = import.meta.dirname;
const CORE = join(HERE, "../../core/tuning");

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => join(folder, name));
}

/** Every package that the files reach, through whatever files between. */
function packagesOf(files: readonly string[]): Set<string> {
  const packages = new Set<string>();
  const seen = new Set(files);
  for (const file of seen) {
    for (const [, name] of readFileSync(file, "utf8").matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)) {
      if (name?.startsWith(".") === true) seen.add(resolve(dirname(file), name));
      else if (name !== undefined) packages.add(name);
    }
  }
  return packages;
}

test("TD30 nothing the tuner imports is an image engine", () => {
  const packages = [...packagesOf([...sourcesIn(HERE), ...sourcesIn(CORE)])];
  expect(packages).toContain("zod");
  expect(packages.filter((name) => /sharp|canvas|jimp|vips|imagemagick/i.test(name))).toEqual([]);
});
