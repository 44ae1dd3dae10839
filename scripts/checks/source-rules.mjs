// Rules a linter has no words for: file sizes (style.md section 11), clocks and randomness at the edges only (CK2), forbidden calls (security.md section 10).
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../runtime/paths.mjs";

const SOURCE_CAP = 400;
const TEST_CAP = 500;
const P95_CAP = 200;
const MEDIAN_CAP = 90;
const FOLDER_CAP = 15;

const isTest = (path) => /\.(test|spec)\.tsx?$/.test(path) || /^(e2e|agent\/test)\//.test(path);

/** Where the real clock and the real dice may be read. */
const EDGES =
  /(^scripts\/|^e2e\/|^agent\/host\/|^agent\/test\/|system-clock\.ts$|^server\/platform\/(clock|random)|^server\/platform\/test-app|^app\/)/;

const FORBIDDEN = [
  {
    pattern: /\bDate\.now\(|\bnew Date\(\)/,
    where: (path) => !EDGES.test(path) && !isTest(path),
    why: "the clock arrives as an argument (CK2)",
  },
  { pattern: /\bMath\.random\(/, where: () => true, why: "randomness arrives as an argument (CK2, NO10)" },
  { pattern: /"use server"/, where: () => true, why: "no server actions (NO1)" },
  { pattern: /dangerouslySetInnerHTML|\.innerHTML\b/, where: () => true, why: "no raw HTML (NO5)" },
  {
    pattern: /shell:\s*true|(?<![.\w])exec(Sync)?\(/,
    where: () => true,
    why: "no shell (NO6)",
  },
  { pattern: /\bnew Function\(|\beval\(|from "node:vm"/, where: () => true, why: "no evaluated code (NO7)" },
  { pattern: /\$(queryRaw|executeRaw)Unsafe/, where: () => true, why: "no unsafe raw SQL (NO8)" },
  { pattern: /next\/(og|image)"/, where: () => true, why: "no image optimiser, no og (NO3, NO4)" },
  {
    pattern: /waitForTimeout|\.retry\(|\b(it|test|describe)\.(skip|only|todo)\(/,
    where: isTest,
    why: "no sleeps, retries or silently skipped tests",
  },
  { pattern: /@ts-(ignore|expect-error|nocheck)/, where: () => true, why: "types are not muted" },
  {
    pattern: /\bas (?!const\b)[A-Z][\w.<>[\]| ]*[;,)\]}]/,
    where: (path) => /\.tsx?$/.test(path) && !isTest(path),
    why: "no type assertion but `as const`",
  },
  { pattern: /\b(TODO|FIXME|XXX)\b/, where: () => true, why: "unfinished work is written down, not left in the code" },
];

function listSources() {
  const git = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  return git.stdout
    .split("\n")
    .filter(
      (path) =>
        /^(core|agent|server|app|prisma|e2e|scripts)\/.*\.(ts|tsx|mjs)$/.test(path) &&
        existsSync(join(root, path)) &&
        path !== "scripts/checks/source-rules.mjs",
    );
}

function checkSizes(files, problems) {
  const sizes = files
    .filter(({ path }) => !isTest(path))
    .map(({ lines }) => lines.length)
    .sort((a, b) => a - b);
  const median = sizes[Math.floor(sizes.length / 2)] ?? 0;
  const p95 = sizes[Math.floor(sizes.length * 0.95)] ?? 0;
  if (median > MEDIAN_CAP) problems.push(`median file has ${median} lines, the cap is ${MEDIAN_CAP}`);
  if (p95 > P95_CAP) problems.push(`95 % of files should have at most ${P95_CAP} lines, it is ${p95}`);
  for (const { path, lines } of files) {
    const cap = isTest(path) ? TEST_CAP : SOURCE_CAP;
    if (lines.length > cap) problems.push(`${path}: ${lines.length} lines, the cap is ${cap}`);
  }
}

function checkFolders(files, problems) {
  const counts = new Map();
  for (const { path } of files) {
    if (isTest(path) || /^(e2e|scripts|prisma)\//.test(path)) continue;
    const folder = path.slice(0, path.lastIndexOf("/"));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (/^(utils?|common|types|hooks|helpers|misc)\.tsx?$/.test(name))
      problems.push(`${path}: a name that says nothing`);
  }
  for (const [folder, count] of counts) {
    if (count > FOLDER_CAP) problems.push(`${folder}: ${count} files, split by noun past ${FOLDER_CAP}`);
  }
}

/** Comments, and names brought in under another name. */
const isProse = (line) => /^\s*(\/\*\*|\*|\/\/|import |(type )?\w+ as \w+,?$)/.test(line);

const problems = [];
const files = listSources().map((path) => ({
  path,
  lines: readFileSync(join(root, path), "utf8").replace(/\n$/, "").split("\n"),
}));
checkSizes(files, problems);
checkFolders(files, problems);
for (const { path, lines } of files) {
  for (const [index, line] of lines.entries()) {
    for (const { pattern, where, why } of FORBIDDEN) {
      if (pattern.test(line) && where(path) && !isProse(line))
        problems.push(`${path}:${index + 1}: ${why}: ${line.trim().slice(0, 100)}`);
    }
  }
}
if (problems.length > 0) {
  process.stdout.write(`${problems.join("\n")}\n${problems.length} problems\n`);
  process.exit(1);
}
