/** Wins of each subject (row) over each other (column); a tie is half a win each. */
export type WinTable = readonly (readonly number[])[];

const PRIOR_A = 1.5;
const PRIOR_B = 0.5;
const CLOSE_ENOUGH = 1e-12;
const MOST_ROUNDS = 10_000;

/** Strengths with the greatest posterior probability, their geometric mean 1 (TU34); `start` only shortens the way. */
export function bradleyTerry(wins: WinTable, start?: readonly number[]): number[] {
  const won = wins.map((row) => row.reduce((sum, count) => sum + count, 0));
  const met = wins.map((row, i) => row.map((count, j) => (i === j ? 0 : count + (wins[j]?.[i] ?? 0))));
  let strengths = start === undefined ? wins.map(() => 1) : [...start];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = strengths;
    const next = before.map((own, i) => {
      const load = (met[i] ?? []).reduce((sum, n, j) => (n === 0 ? sum : sum + n / (own + (before[j] ?? 0))), 0);
      return (PRIOR_A - 1 + (won[i] ?? 0)) / (PRIOR_B + load);
    });
    strengths = rescaled(next);
    const change = strengths.reduce((most, value, i) => Math.max(most, Math.abs(value - (before[i] ?? 0))), 0);
    if (change < CLOSE_ENOUGH) break;
  }
  return strengths;
}

function rescaled(strengths: readonly number[]): number[] {
  const meanLog = strengths.reduce((sum, value) => sum + Math.log(value), 0) / strengths.length;
  return strengths.map((value) => value / Math.exp(meanLog));
}

/** P(the first beats the second). */
export function beats(first: number, second: number): number {
  return first / (first + second);
}
