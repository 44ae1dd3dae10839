// Every path and npm command that the repository's documents name exists.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../runtime/paths.mjs";

const DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "AGENTS.md", "docs/on-a-mac.md"];
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const problems = [];
for (const document of DOCUMENTS) {
  const text = readFileSync(join(root, document), "utf8");
  for (const [, path] of text.matchAll(
    /[`(]((?:core|agent|server|app|prisma|e2e|scripts|docs|\.ci)\/[\w./()[\]-]*)[`)]/g,
  )) {
    if (!existsSync(join(root, path))) problems.push(`${document} names ${path}, which does not exist`);
  }
  for (const [, command] of text.matchAll(/npm run (?:-s )?([\w:]+)/g)) {
    if (scripts[command] === undefined) problems.push(`${document} names npm run ${command}, which does not exist`);
  }
}
if (problems.length > 0) {
  process.stdout.write(`${problems.join("\n")}\n`);
  process.exit(1);
}
