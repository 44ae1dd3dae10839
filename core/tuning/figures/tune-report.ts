import { classFit } from "../exploration/class-fit.ts";
import type { ClassFit } from "../exploration/fit-shape.ts";
import { METHOD_VERSIONS } from "../proposal/header.ts";
import { listTunables } from "../space/list-tunables.ts";
import type { Tunable } from "../space/tunable.ts";
import { variedTunables } from "../space/varied-tunables.ts";
import { findConfounding } from "../state/confounding.ts";
import type { ClassData } from "../tune/class-data.ts";
import type { TuneProposal } from "../tune/outcome.ts";
import { countPairs } from "../tune/paired-ratings.ts";
import { evidenceUsed } from "../tune/tune-class.ts";
import { heldOutChange } from "./held-out-change.ts";
import { judgedPairs } from "./judged-pairs.ts";
import { parameterSlices } from "./parameter-slices.ts";
import { predictedScores } from "./predicted-scores.ts";
import { raterAgreement } from "./rater-agreement.ts";

/** Everything a proposal's page shows of its tune, from the evidence that the proposal was made of (TU48). */
export function tuneReport(data: ClassData, proposal: TuneProposal) {
  const tunables = movable(data);
  const paired = countPairs({ ...data, evidence: evidenceUsed(data, proposal.method) });
  const { heldOut } = proposal;
  return {
    method: proposal.method,
    strategy: METHOD_VERSIONS[proposal.method],
    seed: proposal.seed,
    join: proposal.join,
    counts: {
      total: proposal.nTotal,
      train: proposal.nTrain,
      holdout: proposal.nHoldout,
      incompatible: proposal.nIncompatible,
      inputs: proposal.nInputs,
      raters: proposal.nRaters,
      pairs: proposal.nPairs,
      pairedInputs: proposal.join === "run" ? paired.inputs : 0,
      evidenceRows: proposal.evidenceRows,
    },
    means: proposal.means,
    gain: proposal.gain,
    fitted: proposal.fitted,
    frozen: proposal.frozen,
    changes: Object.entries(proposal.changes).map(([name, [old, next]]) => ({ name, old, next })),
    agreement: raterAgreement(data),
    confounding: findConfounding({ data, tunables, pairedRuns: paired.runs }).map(({ text }) => text),
    scatter: {
      scores: predictedScores(data, proposal, tunables),
      meanAbsolute: heldOut?.meanAbsolute ?? null,
      spearman: heldOut?.spearman ?? null,
    },
    slices: parameterSlices(data, proposal, tunables),
    pairs: judgedPairs(data),
  };
}

/** What decides the state of a class, as far as its log tells (TU37, TU31). */
export function classFacts(data: ClassData, asked: Parameters<typeof heldOutChange>[2]) {
  const tunables = movable(data);
  const paired = countPairs(data);
  return {
    ratedRuns: data.evidence.runs.length,
    argumentSets: data.evidence.argumentSets,
    tunables: tunables.length,
    triedTunables: variedTunables(tunables, data.recipe.steps, ratedSets(data)).length,
    pairedRatings: paired.ratings,
    pairedInputs: paired.inputs,
    ...raterAgreement(data),
    confounding: findConfounding({ data, tunables, pairedRuns: paired.runs }).map(({ text }) => text),
    heldOut: data.evidence.argumentSets < 2 ? null : heldOutChange(data, tunables, asked),
  };
}

/** What to try and to rate next, as far as the class's log tells; null before a first fit (TU28, TU29). */
export function fitOfClass(data: ClassData, fitted: Parameters<typeof classFit>[2]): ClassFit | null {
  return classFit(data, movable(data), fitted);
}

/** The tunables with the ranges that the tune used (TU10, TU11). */
function movable({ recipe, evidence, sets }: ClassData): readonly Tunable[] {
  const observed = recipe.schema === 0 ? evidence.runs.map((run) => sets.stepsOf(run)) : [];
  const listed = listTunables(recipe, observed);
  return listed.kind === "tunables" ? listed.tunables : [];
}

const ratedSets = ({ evidence, sets }: ClassData) => evidence.runs.map((run) => sets.stepsOf(run));
