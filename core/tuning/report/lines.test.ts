import { expect, test } from "vitest";
import { recipeSha } from "../../imaging/recipe/recipe-sha.ts";
import { ArgumentSets } from "../evidence/argument-sets.ts";
import { EvidenceByClass } from "../evidence/class-evidence.ts";
import { joinLog } from "../reading/join.ts";
import type { Step, TunerRecord } from "../reading/record.ts";
import { loggedRun, loggedScore, logOf } from "../reading/test-log.ts";
import type { TuneProposal } from "../tune/outcome.ts";
import { replayLine, replayReport } from "./replay-report.ts";
import { tuneLine } from "./tune-line.ts";

const MEANS = { trainCurrent: 3, trainCandidate: 3, holdoutCurrent: 3, holdoutCandidate: 3 };

function proposed(method: "gp" | "idw", delta: number): Parameters<typeof tuneLine>[1] {
  const proposal: TuneProposal = {
    class: "receipt",
    method,
    seed: 42,
    join: "run",
    baseSha: "",
    sha: "",
    candidate: [],
    means: { ...MEANS, delta },
    gain: method === "gp" ? { gain: 0.2, lower: 0.1, upper: 0.3 } : null,
    fitted: null,
    frozen: [],
    heldOut: null,
    nTotal: 30,
    nTrain: 24,
    nHoldout: 6,
    nIncompatible: 0,
    nInputs: 30,
    nRaters: 1,
    nPairs: 0,
    evidenceBlake3: "",
    evidenceRows: 30,
    changes: {},
  };
  return { kind: "proposal", proposal };
}

test.each<[Parameters<typeof tuneLine>[1], string]>([
  [{ kind: "skipped", rated: 19, incompatible: 4 }, "skipped, 19 rated runs (4 incompatible), 20 needed"],
  [{ kind: "no_tunables" }, "no tunables"],
  [{ kind: "no_variation", rated: 25, equal: "arguments" }, "no variation, 25 rated runs with one argument set"],
  [
    { kind: "no_variation", rated: 40, equal: "tunables" },
    "no variation, 40 rated runs and no tunable differs from live",
  ],
  [{ kind: "no_better", bestLower: -0.0312 }, "no candidate better than live, best lower bound -0.031"],
  [proposed("gp", 0.2571), "/r/receipt.next.toml delta +0.257 train 24 holdout 6 improves"],
  [proposed("idw", 0.2571), "/r/receipt.next.toml delta +0.257 train 24 holdout 6 inconclusive"],
  [proposed("gp", -0.1), "/r/receipt.next.toml delta -0.100 train 24 holdout 6 regression REGRESSION"],
])("TU4 %o says its line", (outcome, expected) => {
  expect(tuneLine("receipt", outcome, "/r/receipt.next.toml")).toBe(`receipt: ${expected}`);
});

const LIVE: readonly Step[] = [{ op: "tone.gamma", args: { gamma: 1.1 } }];
const OTHER: readonly Step[] = [{ op: "tone.gamma", args: { gamma: 1.2 } }];

function reported(records: readonly TunerRecord[]): string {
  const log = logOf(records);
  const sets = new ArgumentSets(log.runs, recipeSha);
  const evidence = new EvidenceByClass(log, joinLog(log, "run"), sets).get("color-photo");
  return replayLine(replayReport("color-photo", evidence, { sets, sha: recipeSha(LIVE) }));
}

const twice = (name: string, steps: readonly Step[], scores: readonly [number, number]) => [
  loggedRun(name, { steps }),
  loggedScore(name, scores[0], { rater: "p" }),
  loggedScore(name, scores[1], { rater: "q" }),
];

test.each([
  ["live and other runs", [...twice("a", LIVE, [4, 5]), ...twice("b", OTHER, [1, 2])], "4.500\t1\t3.000\t2"],
  ["no run of the live recipe", twice("b", OTHER, [1, 2]), "-\t0\t1.500\t1"],
  ["no rated run", [loggedRun("a", { steps: LIVE })], "-\t0\t-\t0"],
])("TU5 the report of %s, each run once with the mean of its raters", (_title, records, expected) => {
  expect(reported(records)).toBe(`color-photo\t${expected}`);
});

test("TU4 TU5 a label of the log cannot steer the terminal", () => {
  const label = "a\u001b[2Jb\nc";
  expect(tuneLine(label, { kind: "no_tunables" }, "")).toBe("a [2Jb c: no tunables");
  const nothing = { currentMean: null, currentRuns: 0, overallMean: null, overallRuns: 0 };
  expect(replayLine({ class: "a\tb\u009b1m", ...nothing })).toBe("a b 1m\t-\t0\t-\t0");
});
