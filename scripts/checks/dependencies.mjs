// SC1, SC2, SC3: floors and denied versions against the whole lockfile, exact pins, and licences that may ship.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../runtime/paths.mjs";

const readJson = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));
const { floors, denied } = readJson("dependency-floors.json");
const manifest = readJson("package.json");
const { packages } = readJson("package-lock.json");

const LICENCES =
  /^(MIT|MIT-0|ISC|BSD-2-Clause|BSD-3-Clause|0BSD|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-4\.0|MPL-2\.0|Python-2\.0|Unlicense|OFL-1\.1|SIL OPEN FONT LICENSE|LGPL-3\.0-or-later|Artistic-2\.0)$/;

function isBelow(version, floor) {
  const parse = (text) => text.split("-")[0].split(".").map(Number);
  const [have, want] = [parse(version), parse(floor)];
  for (const [index, least] of want.entries()) {
    if ((have[index] ?? 0) !== least) return (have[index] ?? 0) < least;
  }
  return false;
}

function isAllowedLicence(licence) {
  return licence
    .replace(/[()]/g, "")
    .split(/ OR | AND /)
    .some((part) => LICENCES.test(part.trim()));
}

const problems = [];
for (const group of ["dependencies", "devDependencies", "optionalDependencies"]) {
  for (const [name, version] of Object.entries(manifest[group] ?? {})) {
    if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) problems.push(`${name}@${version} is not an exact version (SC2)`);
  }
}
for (const [path, facts] of Object.entries(packages)) {
  const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
  if (path === "") continue;
  if (facts.resolved !== undefined && !facts.resolved.startsWith("https://registry.npmjs.org/"))
    problems.push(`${path} comes from ${facts.resolved}`);
  const floor = floors[name];
  if (floor !== undefined && isBelow(facts.version, floor))
    problems.push(`${name} ${facts.version} is below its floor ${floor} (SC1)`);
  if ((denied[name] ?? []).includes(facts.version)) problems.push(`${name} ${facts.version} is denied (SC1)`);
  const file = join(root, path, "package.json");
  if (facts.dev === true || facts.devOptional === true || !existsSync(file)) continue;
  const { license } = JSON.parse(readFileSync(file, "utf8"));
  const licence = typeof license === "object" && license !== null ? license.type : license;
  if (typeof licence !== "string" || !isAllowedLicence(licence))
    problems.push(`${name} ${facts.version} has the licence ${licence}`);
}
if (!readFileSync(join(root, ".npmrc"), "utf8").includes("ignore-scripts=true"))
  problems.push(".npmrc does not forbid install scripts (SC3)");
if (problems.length > 0) {
  process.stdout.write(`${problems.join("\n")}\n`);
  process.exit(1);
}
