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

const HEADER_LINE =
  /^# (class|base_recipe_sha|recipe_sha|method|n_total|n_inputs|train_mean_current|holdout_mean_current|gain|idw_power|evidence_blake3|prior|frozen): |^# REGRESSION$/;

/** How many lines of a text are the header of a proposal, 0 without one. */
export function headerLength(lines: readonly string[]): number {
  if (lines[0] !== HEADER_START) return 0;
  const end = lines.findIndex((line, index) => index > 0 && !HEADER_LINE.test(line));
  return end === -1 ? lines.length : end;
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
