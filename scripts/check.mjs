// `npm run check`: the fast gate before a commit; every part is an error, none a warning.
import { spawn } from "node:child_process";
import { generateClient } from "./runtime/build.mjs";
import { root } from "./runtime/paths.mjs";

generateClient();

const parts = [
  ["types", ["node_modules/typescript/bin/tsc", "-p", "."]],
  ["format and lint", ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."]],
  [
    "layers",
    [
      "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs",
      "--config",
      ".dependency-cruiser.cjs",
      "core",
      "agent",
      "server",
      "app",
      "prisma",
      "e2e",
    ],
  ],
  ["dead code", ["node_modules/knip/bin/knip.js"]],
  ["source rules", ["scripts/checks/source-rules.mjs"]],
  ["dependencies", ["scripts/checks/dependencies.mjs"]],
  ["documents", ["scripts/checks/documents.mjs"]],
  ["ledger", ["scripts/ledger.mjs", "--check"]],
  ["migrations", ["scripts/db-diff.mjs", "--check"]],
];

function runPart([title, args]) {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output += chunk;
    });
    child.on("close", (code) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      process.stdout.write(`${code === 0 ? "ok  " : "FAIL"} ${title} (${seconds} s)\n`);
      if (code !== 0) process.stdout.write(`${output}\n`);
      resolve(code === 0);
    });
  });
}

let hasFailed = false;
const queue = [...parts];
const work = async () => {
  for (let part = queue.shift(); part !== undefined; part = queue.shift()) {
    if (!(await runPart(part))) hasFailed = true;
  }
};
await Promise.all([work(), work()]);
process.exit(hasFailed ? 1 : 0);
