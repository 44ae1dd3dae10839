import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail } from "./fail.mjs";
import { root } from "./paths.mjs";

const CLIENT_INPUTS = ["prisma/schema", "prisma/provider", "scripts/generate.mjs", "package-lock.json"];
const PAGE_INPUTS = [
  "app",
  "core",
  "server",
  "public",
  "next.config.mjs",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

function addToHash(hash, path) {
  const full = join(root, path);
  if (!existsSync(full)) return;
  const entries = readdirSync(full, { withFileTypes: true, recursive: false }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  for (const entry of entries) {
    const child = `${path}/${entry.name}`;
    if (entry.isDirectory()) addToHash(hash, child);
    else if (!/\.test\.tsx?$/.test(entry.name)) hash.update(child).update(readFileSync(join(root, child)));
  }
}

function stampOf(inputs) {
  const hash = createHash("sha256");
  for (const input of inputs) {
    if (/\.\w+$/.test(input))
      hash.update(input).update(existsSync(join(root, input)) ? readFileSync(join(root, input)) : "");
    else addToHash(hash, input);
  }
  return hash.digest("hex");
}

function whenStale({ stampFile, output, inputs, run }) {
  const stamp = stampOf(inputs);
  const file = join(root, stampFile);
  if (existsSync(join(root, output)) && existsSync(file) && readFileSync(file, "utf8") === stamp) return;
  run();
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, stamp);
}

function runNode(args, what) {
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const result = spawnSync(process.execPath, args, {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
  });
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout}\n${result.stderr}\n`);
  fail({ message: `${what} failed`, fix: "the lines above say where; a changed checkout is restored with git" });
}

/** Writes the database client from the schema, when the schema changed. */
export function generateClient() {
  whenStale({
    stampFile: "prisma/generated/.stamp",
    output: "prisma/generated/sqlite/client.ts",
    inputs: CLIENT_INPUTS,
    run: () => runNode(["scripts/generate.mjs"], "writing the database client"),
  });
}

/** Builds the pages, when a source of theirs changed, and says so. */
export function buildPages() {
  whenStale({
    stampFile: ".next/.espalier-stamp",
    output: ".next/BUILD_ID",
    inputs: PAGE_INPUTS,
    run: () => {
      const startedAt = performance.now();
      process.stdout.write("espalier: building the pages (once for each version, about half a minute)\n");
      runNode(["node_modules/next/dist/bin/next", "build"], "building the pages");
      process.stdout.write(`espalier: pages built in ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`);
    },
  });
}
