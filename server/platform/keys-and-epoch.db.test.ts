import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { raiseEpoch } from "./epoch.ts";
import { loadKeys } from "./keys.ts";
import { systemRandom } from "./random.ts";
import { createTestApp, type TestApp } from "./test-app.ts";

let app: TestApp;
beforeEach(async () => {
  app = await createTestApp();
});
afterEach(() => app.close());

test("SL5 keys are 0600 files in a 0700 folder outside the database, and stay the same", () => {
  const dir = path.join(app.env.dataDir, "keys");
  const files = readdirSync(dir).map((name) => [name, statSync(path.join(dir, name)).mode & 0o777]);
  expect(files.sort()).toEqual([
    ["cookie-secret", 0o600],
    ["job-signing-key.pem", 0o600],
  ]);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  const again = loadKeys(app.env.dataDir, systemRandom);
  expect([again.cookieSecret, again.keys.jobKeyId]).toEqual([app.cookieSecret, app.keys.jobKeyId]);
  const database = readFileSync(path.join(app.env.dataDir, "espalier.db"));
  expect(database.includes(app.cookieSecret)).toBe(false);
});

test("EN2 the fingerprint is 20 hex digits in fours, of the job public key", () => {
  expect(app.keys.fingerprint).toMatch(/^(?:[0-9a-f]{4}-){4}[0-9a-f]{4}$/);
});

test("LE1 the epoch exceeds the database, the file and the clock, and is in both afterwards", async () => {
  const seconds = Math.floor(app.clock.now().getTime() / 1000);
  expect(app.serverEpoch).toBe(seconds + 1);
  const raise = () => raiseEpoch(app.db, app.env.dataDir, app.clock.now());
  expect(await raise()).toBe(seconds + 2);
  writeFileSync(path.join(app.env.dataDir, "epoch"), String(seconds + 500));
  expect(await raise()).toBe(seconds + 501);
  await app.db.serverMeta.updateMany({ where: { key: "server_epoch" }, data: { value: String(seconds + 900) } });
  expect(await raise()).toBe(seconds + 901);
  expect(readFileSync(path.join(app.env.dataDir, "epoch"), "utf8")).toBe(String(seconds + 901));
  expect(existsSync(path.join(app.env.dataDir, "epoch.new"))).toBe(false);
});

test.each(["cookie-secret", "job-signing-key.pem"])("SL5 a damaged %s stops the start with a fix", (name) => {
  writeFileSync(path.join(app.env.dataDir, "keys", name), "rubbish");
  expect(() => loadKeys(app.env.dataDir, systemRandom)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(name), fix: expect.stringContaining("backup") }),
  );
});
