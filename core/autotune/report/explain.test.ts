import { describe, expect, test } from "vitest";
import { buildDocument, type TuneRunFacts } from "../recommendation.ts";
import type { TuneTrial } from "../trial.ts";
import { explainTune } from "./explain.ts";
import { candidatesOf, testCell, testFailure, testPlan, testTrial } from "./test-trial.ts";

const plan = testPlan({ candidates: candidatesOf("acme/x-32B", "acme/y-7B", "acme/z-1B"), gateTtftMs: 2500 });
const gateMiss = testFailure(1, "acme/x-32B", {
  tpsMedian: 3,
  ttftP95Ms: 2710,
  notes: "ttft p95 2710 ms over gate 2500 ms",
});
const passed = testTrial(2, { model: "acme/y-7B", ttftP95Ms: 812 });

function story(trials: readonly TuneTrial[], change: Partial<TuneRunFacts> = {}) {
  const run: TuneRunFacts = {
    runId: "0190c8a2-0000-7000-8000-000000000001",
    startedAt: "2026-01-01T00:00:00Z",
    endedAt: "2026-01-01T00:10:00Z",
    machine: { ramGb: 16, chip: "Apple M2", osVersion: "15.1", binaryVersion: "0.1.0" },
    plan,
    trials,
    exitReason: "ok",
    hasStage2Begun: true,
    areCellsFinished: true,
    dbPath: "/state/agent.db",
    provider: "espalier",
    ...change,
  };
  return explainTune({ plan, trials, document: buildDocument(run) });
}

describe("E2 why this one, and what would change it", () => {
  test("names the miss, what would have passed, and who was not tried, each with its row", () => {
    const cell = testCell(3, [12, 800], { model: "acme/y-7B" });
    expect(story([gateMiss, passed, cell])).toEqual([
      {
        text: "x-32B missed the first-token gate by 210 ms (max of 1); it would pass at a gate of 2,710 ms.",
        trialLocalId: 1,
      },
      {
        text: "y-7B is the first in the list's order that passed: first token after 812 ms (max of 1), within the gate of 2,500 ms.",
        trialLocalId: 2,
      },
      { text: "Not tried, because y-7B passed before: z-1B.", trialLocalId: 2 },
      {
        text: "The winner is y-7B with kv_bits=unset, max_batch=1, max_context=2000: 12.0 tok/s (median of 3), first token 800 ms (max of 3).",
        trialLocalId: 3,
      },
    ]);
  });

  test("change a row and its sentence changes", () => {
    const before = story([gateMiss])[0]?.text;
    expect(story([{ ...gateMiss, ttftP95Ms: 3500 }])[0]?.text).not.toBe(before);
  });

  test("a failure that was no gate miss keeps its own reason", () => {
    expect(story([testFailure(1, "acme/x-32B")], { exitReason: "no_feasible" })[0]).toEqual({
      text: "x-32B was ruled out: HTTP 503.",
      trialLocalId: 1,
    });
  });

  test("a faster rival inside the band says so, and the epsilon that would have turned it", () => {
    const model = "acme/y-7B";
    const cells = [testCell(3, [10.1, 900], { model, kvBits: 8 }), testCell(4, [10, 800], { model })];
    expect(story([passed, ...cells]).at(-1)).toEqual({
      text: "kv_bits=8, max_batch=1, max_context=2000 reached 10.1 tok/s (median of 3), inside the tie band of 2.0 % around the winner; its first token came after 900 ms (max of 3); at a tie epsilon of 0.009 it would have won.",
      trialLocalId: 3,
    });
  });

  test("H-53 every sentence with a digit points at a row", () => {
    const model = "acme/y-7B";
    const cells = [
      testCell(3, [12, 800], { model }),
      testCell(4, [9, 700], { model, kvBits: 8 }),
      testCell(5, [null, null], { model, maxBatch: 2 }),
    ];
    for (const sentence of story([gateMiss, passed, ...cells])) {
      if (/\d/.test(sentence.text)) expect(sentence.trialLocalId).not.toBeNull();
    }
  });
});
