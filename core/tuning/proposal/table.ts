import type { TuneProposal } from "../tune/outcome.ts";
import { decimals3, IDW_POWER, METHOD_VERSIONS } from "./header.ts";
import { verdictOf } from "./verdict.ts";

/** The `[proposal]` table, which programs read in place of the prose above (TU44). */
export function tableLines(proposal: TuneProposal): string[] {
  const { means, gain, fitted } = proposal;
  return [
    "[proposal]",
    "version = 1",
    `class = ${quoted(proposal.class)}`,
    `base_recipe_sha = ${quoted(proposal.baseSha)}`,
    `recipe_sha = ${quoted(proposal.sha)}`,
    `verdict = ${quoted(verdictOf(proposal))}`,
    `method = ${quoted(METHOD_VERSIONS[proposal.method])}`,
    `seed = ${proposal.seed}`,
    `join = ${quoted(proposal.join)}`,
    `n_total = ${proposal.nTotal}`,
    `n_train = ${proposal.nTrain}`,
    `n_holdout = ${proposal.nHoldout}`,
    `n_incompatible = ${proposal.nIncompatible}`,
    `n_inputs = ${proposal.nInputs}`,
    `n_raters = ${proposal.nRaters}`,
    `n_pairs = ${proposal.nPairs}`,
    `train_mean_current = ${decimals3(means.trainCurrent)}`,
    `train_mean_candidate = ${decimals3(means.trainCandidate)}`,
    `holdout_mean_current = ${decimals3(means.holdoutCurrent)}`,
    `holdout_mean_candidate = ${decimals3(means.holdoutCandidate)}`,
    `delta = ${decimals3(means.delta)}`,
    ...(gain === null
      ? [`idw_power = ${IDW_POWER}`]
      : [
          `gain = ${decimals3(gain.gain)}`,
          `gain_lower = ${decimals3(gain.lower)}`,
          `gain_upper = ${decimals3(gain.upper)}`,
        ]),
    `evidence_blake3 = ${quoted(proposal.evidenceBlake3)}`,
    `evidence_rows = ${proposal.evidenceRows}`,
    ...(proposal.frozen.length === 0 ? [] : [`frozen = [${proposal.frozen.map(quoted).join(", ")}]`]),
    ...(fitted === null ? [] : [`fitted = { ${entries(fitted)} }`]),
    `changes = {${changes(proposal)}}`,
  ];
}

/** JSON's escapes are those of a basic TOML string. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function entries(values: object): string {
  return Object.entries(values)
    .map(([key, value]) => `${key} = ${value}`)
    .join(", ");
}

function changes({ changes }: TuneProposal): string {
  const items = Object.entries(changes).map(([name, [old, next]]) => `${quoted(name)} = [${old}, ${next}]`);
  return items.length === 0 ? "" : ` ${items.join(", ")} `;
}
