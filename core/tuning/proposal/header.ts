import type { TuneProposal } from "../tune/outcome.ts";

export const HEADER_START = "# espalier-proposal v1";
/** Versions of the methods as the header names them. */
export const METHOD_VERSIONS = { gp: "gp@1", idw: "idw@1" } as const;
/** The power of the distance weights (TU43). */
export const IDW_POWER = 2;

/** A number as header, table and command lines show it. */
export function decimals3(value: number): string {
  return value.toFixed(3);
}

/** The comment block above a proposal (TU42, TU43): no time, path, host or user (TU44). */
export function headerLines(proposal: TuneProposal): string[] {
  const { means, gain, frozen } = proposal;
  return [
    HEADER_START,
    `# class: ${proposal.class}`,
    `# base_recipe_sha: ${proposal.baseSha}`,
    `# recipe_sha: ${proposal.sha}`,
    `# method: ${METHOD_VERSIONS[proposal.method]} seed: ${proposal.seed} join: ${proposal.join}`,
    `# n_total: ${proposal.nTotal} n_train: ${proposal.nTrain} n_holdout: ${proposal.nHoldout} n_incompatible: ${proposal.nIncompatible}`,
    `# n_inputs: ${proposal.nInputs} n_raters: ${proposal.nRaters} n_pairs: ${proposal.nPairs}`,
    `# train_mean_current: ${decimals3(means.trainCurrent)} train_mean_candidate: ${decimals3(means.trainCandidate)}`,
    `# holdout_mean_current: ${decimals3(means.holdoutCurrent)} holdout_mean_candidate: ${decimals3(means.holdoutCandidate)} delta: ${decimals3(means.delta)}`,
    gain === null
      ? `# idw_power: ${IDW_POWER}`
      : `# gain: ${decimals3(gain.gain)} gain_lower: ${decimals3(gain.lower)} gain_upper: ${decimals3(gain.upper)}`,
    `# evidence_blake3: ${proposal.evidenceBlake3} evidence_rows: ${proposal.evidenceRows}`,
    ...(frozen.length === 0 ? [] : [`# frozen: ${frozen.join(" ")}`]),
    ...(means.delta <= 0 ? ["# REGRESSION"] : []),
  ];
}

const SHA = "[0-9a-f]{64}";
const STARS = "-?\\d+\\.\\d{3}";
const TUNABLE = "[^\\s.]+\\.\\S+";

/** Each line of a header after the first, in the order they are written; not every header has all of them. */
const HEADER_LINES = [
  "class: \\S+",
  `base_recipe_sha: ${SHA}`,
  `recipe_sha: ${SHA}`,
  "method: (?:gp|idw)@\\d+ seed: \\d+ join: (?:run|legacy)",
  "n_total: \\d+ n_train: \\d+ n_holdout: \\d+ n_incompatible: \\d+",
  "n_inputs: \\d+ n_raters: \\d+ n_pairs: \\d+",
  `train_mean_current: ${STARS} train_mean_candidate: ${STARS}`,
  `holdout_mean_current: ${STARS} holdout_mean_candidate: ${STARS} delta: ${STARS}`,
  `(?:idw_power: \\d+|gain: ${STARS} gain_lower: ${STARS} gain_upper: ${STARS})`,
  `evidence_blake3: ${SHA} evidence_rows: \\d+`,
  `frozen: ${TUNABLE}(?: ${TUNABLE})*`,
  "REGRESSION",
].map((line) => new RegExp(`^# ${line}$`));

/** How many lines of a text are the header of a proposal, 0 without one: what follows it, comments too, is a person's (TU46). */
export function headerLength(lines: readonly string[]): number {
  if (lines[0] !== HEADER_START) return 0;
  let [length, next] = [1, 0];
  for (const line of lines.slice(1)) {
    const place = HEADER_LINES.findIndex((shape, index) => index >= next && shape.test(line));
    if (place === -1) break;
    next = place + 1;
    length += 1;
  }
  return length;
}

/** The values of a header's `key: value` items. */
export function readHeader(lines: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of lines.slice(1, headerLength(lines))) {
    for (const [, key, value] of line.matchAll(/(\w+): (\S+)/g)) {
      if (key !== undefined && value !== undefined) values.set(key, value);
    }
  }
  return values;
}
