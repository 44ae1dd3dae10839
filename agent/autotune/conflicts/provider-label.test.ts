import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { restartHint } from "../apply/restart-hint.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const SOURCE = /^(?!.*\.(test|spec)\.).*\.tsx?$/;

test("TB22 com.macprovider.cli stands nowhere in the product", () => {
  for (const layer of ["agent", "core", "server", "app"]) {
    const files = readdirSync(join(ROOT, layer), { recursive: true, encoding: "utf8" }).filter((file) =>
      SOURCE.test(file),
    );
    expect(files.length).toBeGreaterThan(50);
    const naming = files.filter((file) => readFileSync(join(ROOT, layer, file), "utf8").includes("com.macprovider"));
    expect(naming).toEqual([]);
  }
});

test("TB22, TB55 the hint names the configured label: bootout, bootstrap, plist path and service id", () => {
  expect(restartHint({ label: "org.example.provider", uid: 501, plist: "/Users/me/x.plist" })).toEqual([
    "apply: the service gui/501/org.example.provider keeps its old recipe until it is restarted:",
    "  launchctl bootout gui/501/org.example.provider",
    "  launchctl bootstrap gui/501 /Users/me/x.plist",
  ]);
});
