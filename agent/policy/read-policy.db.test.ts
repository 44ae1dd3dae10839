import { chmodSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ensureHousePolicy } from "./house-policy.ts";
import { readPolicy } from "./read-policy.ts";

const uid = process.getuid?.() ?? 0;
const freshPath = (): string => join(mkdtempSync(join(tmpdir(), "espalier-policy-")), "policy.yaml");

function policyOf(text: string, mode = 0o600) {
  const path = freshPath();
  writeFileSync(path, text);
  chmodSync(path, mode);
  return readPolicy(path, uid);
}

test("an absent policy file means the defaults", () => {
  const { summary, start, problem } = readPolicy(freshPath(), uid);
  expect(problem).toBeNull();
  expect(summary.jobs).toEqual(["tune", "probe", "restore", "image-run", "image-replay"]);
  expect(start).toEqual({ requireAc: true, thermalMax: "moderate", quietHours: [], minFreeDiskMib: 256 });
});

test("LP1 a switch set true adds its kinds, and restore cannot be denied", () => {
  const { summary } = policyOf("version: 1\njobs: [tune]\nremote_apply: true\nremote_drain: true\n");
  expect(summary.jobs).toEqual(["tune", "restore", "drain", "apply", "rollback"]);
});

test("LP1 the house agent's first file adds tool-evaluate and repair, and is written once", () => {
  const path = freshPath();
  ensureHousePolicy(path);
  expect(readPolicy(path, uid).summary.jobs).toEqual(expect.arrayContaining(["tune", "tool-evaluate", "repair"]));
  writeFileSync(path, "version: 1\njobs: [tune]\n");
  ensureHousePolicy(path);
  expect(readPolicy(path, uid).summary.jobs).toEqual(["tune", "restore"]);
});

test.each([
  ["broken YAML", "version: [1\n", 0o600],
  ["an unknown key", "version: 1\nsurprise: true\n", 0o600],
  ["a disk floor below 256 MiB", "version: 1\nstart: {min_free_disk_mib: 10}\n", 0o600],
  ["a file others may write", "version: 1\n", 0o622],
])("LP2 %s refuses all but restore", (_title, text, mode) => {
  const { summary, problem } = policyOf(text, mode);
  expect(problem).not.toBeNull();
  expect(summary).toMatchObject({ isReadable: false, jobs: ["restore"] });
});

test("LP2 a symbolic link and another user's file are not trusted", () => {
  const path = freshPath();
  writeFileSync(`${path}.real`, "version: 1\n", { mode: 0o600 });
  symlinkSync(`${path}.real`, path);
  expect(readPolicy(path, uid).problem).toContain("symbolic link");
  expect(readPolicy(`${path}.real`, uid + 1).problem).toContain("another user");
});
