// `npm test`: everything, the same as CI; `node scripts/test.mjs unit e2e` runs some kinds. Plain JavaScript for an old Node.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fail } from "./runtime/fail.mjs";
import { ensureInstalled } from "./runtime/install.mjs";
import { root } from "./runtime/paths.mjs";

const PACKAGES = "apt-get";
const KINDS = ["check", "unit", "db", "wire", "process", "e2e"];
const asked = process.argv.slice(2);
const unknown = asked.filter((kind) => !KINDS.includes(kind));
if (unknown.length > 0)
  fail({ message: `unknown kind of test: ${unknown.join(", ")}`, fix: `choose from ${KINDS.join(", ")}`, exit: 64 });
const kinds = asked.length > 0 ? asked : KINDS;

const node = ensureInstalled();
const env = {
  ...process.env,
  PATH: `${dirname(node)}:${join(root, "node_modules", ".bin")}:${process.env.PATH}`,
  NEXT_TELEMETRY_DISABLED: "1",
  ESPALIER_ENGINE_THREADS: "1",
};

function run(title, command, args) {
  process.stdout.write(`\n== ${title}\n`);
  const startedAt = performance.now();
  const result = spawnSync(command, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
  process.stdout.write(`== ${title}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`);
  if (result.status !== 0) {
    process.stderr.write(`error: ${title} failed\n`);
    process.exit(result.status ?? 1);
  }
}

function ensureChromium() {
  if (existsSync("/usr/bin/chromium")) return;
  const isRoot = process.getuid?.() === 0;
  if (process.platform !== "linux" || !isRoot) {
    fail({
      message: "Chromium is missing",
      fix: "install it as /usr/bin/chromium, for example: sudo apt-get install -y chromium",
    });
  }
  run("installing Chromium (apt-get update)", PACKAGES, ["update", "-qq"]);
  run("installing Chromium", PACKAGES, ["install", "-y", "-qq", "chromium"]);
}

/** The tests that watch system calls report themselves skipped where it stays missing. */
function ensureStrace() {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || existsSync("/usr/bin/strace")) return;
  const install = [
    ["update", "-qq"],
    ["install", "-y", "-qq", "strace", "iproute2"],
  ];
  for (const args of install) spawnSync(PACKAGES, args, { stdio: "ignore" });
}

run("database client", node, ["scripts/prepare.mjs", "client"]);
if (kinds.includes("check")) run("check", node, ["scripts/check.mjs"]);
if (kinds.includes("process")) ensureStrace();
const vitest = kinds.filter((kind) => ["unit", "db", "wire", "process"].includes(kind));
for (const kind of vitest) run(`${kind} tests`, node, ["node_modules/vitest/vitest.mjs", "run", "--project", kind]);
if (kinds.includes("e2e")) {
  ensureChromium();
  run("pages", node, ["scripts/prepare.mjs", "pages"]);
  run("stories", node, ["node_modules/@playwright/test/cli.js", "test"]);
}
