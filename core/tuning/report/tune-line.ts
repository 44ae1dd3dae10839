import { plainWords } from "../../units/plain-words.ts";
import { decimals3 } from "../proposal/header.ts";
import { verdictOf } from "../proposal/verdict.ts";
import type { TuneOutcome } from "../tune/outcome.ts";

type Reported = Exclude<TuneOutcome, { kind: "unknown_tunable" }>;

const EQUAL = { arguments: "with one argument set", tunables: "and no tunable differs from live" } as const;

/** The stdout line of one class (TU4); `path` is where the proposal was written. */
export function tuneLine(label: string, outcome: Reported, path: string): string {
  const className = plainWords(label);
  switch (outcome.kind) {
    case "skipped":
      return `${className}: skipped, ${outcome.rated} rated runs (${outcome.incompatible} incompatible), 20 needed`;
    case "no_tunables":
      return `${className}: no tunables`;
    case "no_variation":
      return `${className}: no variation, ${outcome.rated} rated runs ${EQUAL[outcome.equal]}`;
    case "no_better":
      return `${className}: no candidate better than live, best lower bound ${decimals3(outcome.bestLower)}`;
    case "proposal": {
      const { means, nTrain, nHoldout } = outcome.proposal;
      const delta = `${means.delta < 0 ? "" : "+"}${decimals3(means.delta)}`;
      const flag = means.delta <= 0 ? " REGRESSION" : "";
      return `${className}: ${path} delta ${delta} train ${nTrain} holdout ${nHoldout} ${verdictOf(outcome.proposal)}${flag}`;
    }
  }
}
