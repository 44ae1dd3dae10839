// Starts the built product once as a user would, on a fresh data folder, asks it for its health and stops it.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { root } from "./runtime/paths.mjs";

const LIMIT_MS = 240_000;

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function answers(url, wanted, until) {
  while (performance.now() < until) {
    try {
      const response = await fetch(url, { redirect: "manual" });
      if (response.status === wanted) return true;
    } catch {
      // not listening yet
    }
    await pause(250);
  }
  return false;
}

const port = await freePort();
const data = mkdtempSync(join(tmpdir(), "espalier-smoke-"));
const child = spawn("npm", ["start", "--", "--port", String(port), "--data", data], {
  cwd: root,
  stdio: ["ignore", "pipe", "pipe"],
  detached: true,
});
let output = "";
for (const stream of [child.stdout, child.stderr]) {
  stream.on("data", (chunk) => {
    output += chunk;
  });
}
const ended = new Promise((resolve) => child.on("close", (code, signal) => resolve(code ?? signal)));
const until = performance.now() + LIMIT_MS;
const checks = [];
for (const [path, status] of [
  ["/livez", 200],
  ["/readyz", 200],
  ["/setup", 200],
]) {
  checks.push([`${path} answers ${status}`, await answers(`http://127.0.0.1:${port}${path}`, status, until)]);
}
checks.push(["a set-up link is printed", /\/setup#token=\S{40,}/.test(output)]);
process.kill(-child.pid, "SIGINT");
// npm ends by the signal it got, once the console has stopped and closed its output.
const end = await Promise.race([ended, pause(60_000, "still running")]);
checks.push([`Ctrl-C ends it (${end})`, [0, 130, "SIGINT"].includes(end)]);
checks.push(["everything stopped in order", output.includes("espalier: stopped")]);
if (end === "still running") process.kill(-child.pid, "SIGKILL");
rmSync(data, { recursive: true, force: true });

for (const [title, isOk] of checks) process.stdout.write(`${isOk ? "ok  " : "FAIL"} smoke: ${title}\n`);
const failed = checks.filter(([, isOk]) => !isOk).length;
if (failed > 0) process.stdout.write(output);
process.stdout.write(`${checks.length - failed} passed, ${failed} failed\n`);
process.exit(failed > 0 ? 1 : 0);
