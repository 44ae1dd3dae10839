import {
  chmodSync,
  chownSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { takeExclusiveFile } from "../../host/exclusive-file.ts";
import { readConfigFile } from "../../serve/options/read-config-file.ts";
import { resolveOptions } from "../../serve/options/resolve-options.ts";
import { applyRecipe, putBackupBack } from "./apply-recipe.ts";
import { takeBackupName } from "./backups.ts";
import type { OwnedValues } from "./owned-values.ts";

const VALUES: OwnedValues = { model: "org/a-7B", kv_bits: 8, max_context_override: 4000, max_concurrency_override: 2 };
const MINE = "# mine\r\nport: 8081   # do not touch\r\n\r\nmodel: org/old\r\nlist: [1,  2]\r\n";
const AT_MS = 1_700_000_000_500;
const AT_S = 1_700_000_000;

function place(text: string | null = MINE) {
  const folder = mkdtempSync(join(tmpdir(), "espalier-apply-"));
  const configPath = join(folder, "config.yaml");
  if (text !== null) writeFileSync(configPath, text, { mode: 0o644 });
  const names = () => readdirSync(folder).filter((name) => !name.endsWith(".lock"));
  return { folder, configPath, names, apply: (values = VALUES) => applyRecipe({ configPath, values, wallMs: AT_MS }) };
}

test("TB9, B80, B84 backups in one second count 0 and 1, hold the old bytes and are private, as the config is", () => {
  const at = place();
  expect(at.apply()).toEqual({ kind: "applied", backupPath: `${at.configPath}.bak-${AT_S}-0` });
  const once = readFileSync(at.configPath, "utf8");
  expect(at.apply()).toEqual({ kind: "applied", backupPath: `${at.configPath}.bak-${AT_S}-1` });
  expect(readFileSync(`${at.configPath}.bak-${AT_S}-0`, "utf8")).toBe(MINE);
  expect(readFileSync(`${at.configPath}.bak-${AT_S}-1`, "utf8")).toBe(once);
  expect(readFileSync(at.configPath, "utf8")).toBe(once);
  for (const name of at.names()) expect(statSync(join(at.folder, name)).mode & 0o777).toBe(0o600);
});

test("B81 a second identical apply leaves the config identical and only adds a backup", () => {
  const at = place();
  at.apply();
  const [before, names] = [readFileSync(at.configPath), at.names()];
  at.apply();
  expect(readFileSync(at.configPath).equals(before)).toBe(true);
  expect(at.names().filter((name) => !names.includes(name))).toEqual([`config.yaml.bak-${AT_S}-1`]);
});

test("TB54 with counters 0 to 3 taken the backup is 4 and the others stay as they are", () => {
  const at = place();
  const taken = [0, 1, 2, 3].map((counter) => `${at.configPath}.bak-${AT_S}-${counter}`);
  for (const path of taken) writeFileSync(path, path);
  expect(at.apply()).toMatchObject({ backupPath: `${at.configPath}.bak-${AT_S}-4` });
  for (const path of taken) expect(readFileSync(path, "utf8")).toBe(path);
});

test("B80 all 65536 counters taken is an error, and so is any other failure to write a backup", () => {
  let asked = 0;
  const never = () => {
    asked += 1;
    return false;
  };
  expect(() => takeBackupName("config.yaml", 7, never)).toThrow("no free backup name config.yaml.bak-7-0 to -65535");
  expect(asked).toBe(65_536);
  const at = place();
  const long = join(at.folder, "c".repeat(250));
  writeFileSync(long, MINE, { mode: 0o600 });
  expect(applyRecipe({ configPath: long, values: VALUES, wallMs: AT_MS })).toMatchObject({ kind: "failed" });
  expect(readFileSync(long, "utf8")).toBe(MINE);
});

test("TB23, TB9 the real loader reads the four values afterwards, and no other key was written", () => {
  const at = place("port: 8081\n");
  at.apply();
  const file = readConfigFile(at.configPath, {});
  if (file.kind === "error") throw new Error(file.message);
  const options = resolveOptions({ flags: {}, environment: {}, yaml: file.values });
  expect(options).toMatchObject({
    options: { model: "org/a-7B", kvBits: 8, maxContext: 4000, maxBatch: 2, port: 8081 },
  });
  expect(Object.keys(file.values)).not.toContain("max_context_tokens");
  expect(Object.keys(file.values)).not.toContain("max_batch");
});

test("B83 a missing file counts as empty, its folder is made", () => {
  const folder = mkdtempSync(join(tmpdir(), "espalier-apply-"));
  const configPath = join(folder, "espalier", "config.yaml");
  expect(applyRecipe({ configPath, values: { ...VALUES, kv_bits: null }, wallMs: AT_MS })).toMatchObject({
    kind: "applied",
  });
  expect(readFileSync(configPath, "utf8")).toBe(
    "model: org/a-7B\nmax_context_override: 4000\nmax_concurrency_override: 2\n",
  );
  expect(readFileSync(`${configPath}.bak-${AT_S}-0`, "utf8")).toBe("");
});

test("B84 a symlink, a hard link, a foreign owner and a folder are refused, nothing is written", () => {
  const at = place();
  const linked = join(at.folder, "linked.yaml");
  symlinkSync(at.configPath, linked);
  const apply = (configPath: string) => applyRecipe({ configPath, values: VALUES, wallMs: AT_MS });
  expect(apply(linked)).toEqual({ kind: "failed", reason: `${linked}: it is a symbolic link` });
  const hard = join(at.folder, "hard.yaml");
  linkSync(at.configPath, hard);
  expect(apply(hard)).toEqual({ kind: "failed", reason: `${hard}: it is a hard link` });
  expect(apply(at.folder)).toMatchObject({ reason: `${at.folder}: it is not a regular file` });
  const dangling = join(at.folder, "dangling.yaml");
  symlinkSync(join(at.folder, "nowhere"), dangling);
  expect(apply(dangling)).toMatchObject({ kind: "failed" });
  expect(readFileSync(at.configPath, "utf8")).toBe(MINE);
  expect(at.names().some((name) => name.includes(".bak-"))).toBe(false);
});

test.skipIf(process.getuid?.() !== 0)("B84 a config of another user is refused (needs root to make one)", () => {
  const at = place();
  chownSync(at.configPath, 12_345, 12_345);
  expect(at.apply()).toEqual({ kind: "failed", reason: `${at.configPath}: it belongs to another user` });
});

test("B84 while another process changes the config an apply is refused", () => {
  const at = place();
  const lock = takeExclusiveFile(`${at.configPath}.lock`);
  expect(at.apply()).toEqual({ kind: "failed", reason: `${at.configPath}: another process is changing it` });
  lock?.release();
  expect(at.apply()).toMatchObject({ kind: "applied" });
});

test("B84 the newest 20 backups stay, by time and counter as numbers; other files are left alone", () => {
  const at = place();
  for (let counter = 0; counter < 25; counter += 1) writeFileSync(`${at.configPath}.bak-9-${counter}`, "old");
  writeFileSync(`${at.configPath}.bak-9-x`, "not a backup");
  at.apply();
  const backups = at.names().filter((name) => /\.bak-\d+-\d+$/.test(name));
  expect(backups).toHaveLength(20);
  expect(backups).toContain(`config.yaml.bak-${AT_S}-0`);
  expect(backups).toContain("config.yaml.bak-9-24");
  expect(backups).not.toContain("config.yaml.bak-9-5");
  expect(at.names()).toContain("config.yaml.bak-9-x");
});

test("B79, B83 what is not UTF-8, too large or not editable fails with file and cause, and the bytes stay", () => {
  for (const [bytes, cause] of [
    [Buffer.from([0x61, 0x3a, 0xff, 0xfe, 0x0a]), "it is not UTF-8 text"],
    [Buffer.alloc(1_048_577, 0x23), "it is larger than 256 KiB"],
    [Buffer.from("- a\n"), "its top level is not a mapping"],
  ] as const) {
    const at = place();
    writeFileSync(at.configPath, bytes);
    expect(at.apply()).toEqual({ kind: "failed", reason: `${at.configPath}: ${cause}` });
    expect(readFileSync(at.configPath).equals(bytes)).toBe(true);
    expect(at.names()).toEqual(["config.yaml"]);
  }
});

test("B84 a config that changes between reading and writing is not overwritten", () => {
  const at = place();
  const result = applyRecipe({
    configPath: at.configPath,
    values: VALUES,
    wallMs: AT_MS,
    onStep: (step) => (step === "backed-up" ? writeFileSync(at.configPath, "theirs: 1\n") : undefined),
  });
  expect(result).toMatchObject({ reason: `${at.configPath}: it was changed by somebody else meanwhile` });
  expect(readFileSync(at.configPath, "utf8")).toBe("theirs: 1\n");
});

test("B35, B97 a backup brings the old bytes back, private", () => {
  const at = place();
  const applied = at.apply();
  if (applied.kind === "failed") throw new Error(applied.reason);
  chmodSync(at.configPath, 0o644);
  expect(putBackupBack(at.configPath, applied.backupPath)).toMatchObject({ kind: "applied" });
  expect(readFileSync(at.configPath, "utf8")).toBe(MINE);
  expect(statSync(at.configPath).mode & 0o777).toBe(0o600);
  expect(putBackupBack(at.configPath, `${at.configPath}.bak-1-1`)).toMatchObject({ kind: "failed" });
});
