import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.join(import.meta.dirname, "..");
const assembled = path.join(root, ".cache/prisma-sqlite");
const generated = path.join(root, "prisma/generated/sqlite");
const stampFile = path.join(generated, ".stamp");
const require = (name) => path.join(root, "node_modules", name);

const sources = [
  ...readdirSync(path.join(root, "prisma/schema"))
    .filter((file) => file.endsWith(".prisma"))
    .map((file) => path.join(root, "prisma/schema", file))
    .sort(),
  path.join(root, "prisma/provider/sqlite.prisma"),
];

const hash = createHash("sha256").update(readFileSync(require("prisma/package.json")));
for (const file of sources) hash.update(path.basename(file)).update(readFileSync(file));
const stamp = hash.digest("hex");

if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) process.exit(0);

rmSync(assembled, { recursive: true, force: true });
mkdirSync(assembled, { recursive: true });
for (const file of sources) cpSync(file, path.join(assembled, path.basename(file)));

// Any executable does: `generate` runs on WASM and would otherwise download a native engine.
const env = {
  ...process.env,
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
  CHECKPOINT_DISABLE: "1",
};
const result = spawnSync(process.execPath, [require("prisma/build/index.js"), "generate", "--schema", assembled], {
  cwd: root,
  env,
  encoding: "utf8",
});
if (result.status !== 0) {
  process.stderr.write(`${result.stdout}${result.stderr}error: the database client could not be generated\n`);
  process.exit(1);
}
writeFileSync(stampFile, stamp);
