import type { BenchRow } from "./bench.ts";
import { readResults, verdictOf } from "./result-file.ts";

const barOf = ({ name, target }: BenchRow): string => `${name}: ${target}`;
const isJudged = ({ target }: BenchRow): boolean => target !== null;

function isMet({ estimate, target }: BenchRow): boolean {
  const bar = /^(?:≤ |(?<low>[\d.]+) to )(?<high>[\d.]+)/.exec(target ?? "")?.groups;
  if (bar === undefined || estimate === null) return false;
  return estimate >= Number(bar["low"] ?? Number.NEGATIVE_INFINITY) && estimate <= Number(bar["high"]);
}

/**
 * What keeps the newest stored CI run of a bench of times from having passed exactly the bars of its CI form; empty when it
 * did. Times are not measured in a test: `npm run bench -- <id> --ci` does.
 */
export function storedCiProblems(id: string, form: readonly BenchRow[]): string[] {
  const newest = readResults().findLast((result) => result.id === id && result.mode === "ci");
  if (newest === undefined) return [`no stored CI run of ${id}: npm run bench -- ${id} --ci`];
  const rows = newest.rows.filter(isJudged);
  const stored = new Set(rows.map(barOf));
  const missing = form.filter((row) => isJudged(row) && !stored.has(barOf(row)));
  const missed = rows.filter((row) => !isMet(row) || row.verdict !== "pass");
  const verdict = verdictOf(newest.rows);
  return [
    ...missing.map((row) => `not measured: ${barOf(row)}`),
    ...missed.map((row) => `missed: ${barOf(row)} with ${row.estimate}`),
    ...(verdict === "pass" && newest.verdict === "pass" ? [] : [`verdict ${newest.verdict}, by its rows ${verdict}`]),
  ];
}
