import { describe, expect, test } from "vitest";
import { buildDocument, type TuneRunFacts } from "../../recommendation.ts";
import type { RecommendationDocument } from "../../recommendation-document.ts";
import type { TuneTrial } from "../../trial.ts";
import { candidatesOf, testCell, testFailure, testPlan, testTrial } from "../test-trial.ts";
import type { ExplainedSentence } from "./clause.ts";
import { explainTune } from "./explain.ts";
import type { TuneStory } from "./story.ts";

const plan = testPlan({ candidates: candidatesOf("acme/x-32B", "acme/y-7B", "acme/z-1B"), gateTtftMs: 2500 });
const gateMiss = testFailure(1, "acme/x-32B", {
  tpsMedian: 3,
  ttftP95Ms: 2710,
  notes: "ttft p95 2710 ms over gate 2500 ms",
});
const passed = testTrial(2, { model: "acme/y-7B", ttftP95Ms: 812 });
const model = "acme/y-7B";
const GIB = 2 ** 30;

interface Change extends Omit<Partial<TuneRunFacts>, "search"> {
  fits?: TuneStory["fits"];
  search?: TuneStory["search"];
  document?: Partial<RecommendationDocument>;
}

function story(
  trials: readonly TuneTrial[],
  { fits = [], search = null, document, ...change }: Change = {},
): ExplainedSentence[] {
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
  return explainTune({ plan, trials, visits: [], search, fits, document: { ...buildDocument(run), ...document } });
}

const textOf = (sentence: ExplainedSentence | undefined) => sentence?.clauses.map(({ text }) => text).join(" ");
const find = (sentences: ExplainedSentence[], id: string) => sentences.find((sentence) => sentence.id === id);

describe("E2 why this one, and what would change it", () => {
  test("E2 names the miss, what would have passed, and who was not tried, each with its row", () => {
    const sentences = story([gateMiss, passed, testCell(3, [12, 800], { model })]);
    expect(sentences.map(textOf)).toEqual([
      "x-32B missed the first-token gate by 210 ms (max of 1); it would pass at a gate of 2,710 ms.",
      "y-7B is the first in the list's order that passed: first token after 812 ms (max of 1), within the gate of 2,500 ms; it would be ruled out at a gate below 812 ms.",
      "Not tried, because y-7B passed before: z-1B.",
      "The winner is y-7B with kv_bits=unset, max_batch=1, max_context=2000: 12.0 tok/s (median of 3), first token 800 ms (max of 3). It was the first feasible cell, and none after it was better.",
    ]);
    expect(sentences.map(({ clauses }) => clauses[0]?.row)).toEqual(
      [1, 2, 2, 3].map((localId) => ({ kind: "trial", localId })),
    );
  });

  test("E2 change a row and its sentence changes", () => {
    const before = textOf(story([gateMiss])[0]);
    expect(textOf(story([{ ...gateMiss, ttftP95Ms: 3500 }])[0])).not.toBe(before);
    const cells = [testCell(3, [12, 800], { model }), testCell(4, [11, 700], { model, kvBits: 8 })];
    const rival = (trials: TuneTrial[]) => textOf(find(story([passed, ...trials]), "cell-4"));
    expect(rival([...cells.slice(0, 1), { ...testCell(4, [11.9, 800], { model, kvBits: 8 }) }])).not.toBe(rival(cells));
  });

  test("E2 a failure that was no gate miss keeps its own reason", () => {
    expect(story([testFailure(1, "acme/x-32B")], { exitReason: "no_feasible" })[0]?.clauses).toEqual([
      { text: "x-32B was ruled out: HTTP 503.", row: { kind: "trial", localId: 1 } },
    ]);
  });

  test("E2 the memory estimate stands beside a failure it explains, with the candidate as its row", () => {
    const fits = [{ rank: 1, id: "acme/x-32B", needBytes: 21.9 * GIB, budgetBytes: 16 * GIB }];
    expect(find(story([gateMiss, passed], { fits }), "candidate-1")?.clauses.at(-1)).toEqual({
      text: "Its estimated need is ≈ 21.9 GiB of a 16.0 GiB working set.",
      row: { kind: "candidate", rank: 1 },
    });
    const small = [{ rank: 1, id: "acme/x-32B", needBytes: 9 * GIB, budgetBytes: 16 * GIB }];
    expect(find(story([gateMiss, passed], { fits: small }), "candidate-1")?.clauses).toHaveLength(2);
  });

  test("E2 a faster rival inside the band says so, and the epsilon that would have turned it", () => {
    const cells = [testCell(3, [10.1, 900], { model, kvBits: 8 }), testCell(4, [10, 800], { model })];
    const sentences = story([passed, ...cells]);
    expect(textOf(find(sentences, "cell-3"))).toBe(
      "kv_bits=8, max_batch=1, max_context=2000 reached 10.1 tok/s (median of 3), inside the tie band of 2.0 % around the winner; its first token came after 900 ms (max of 3); at a tie epsilon of 0.009 it would have won.",
    );
    expect(find(sentences, "winner")?.clauses[1]).toEqual({
      text: "Inside the tie band of 2.0 % around kv_bits=8, max_batch=1, max_context=2000 its first token came earlier.",
      row: { kind: "trial", localId: 3 },
    });
  });

  test("E2 a cell over the gate is told in milliseconds, and no small sample is called a p95", () => {
    const cells = [
      testCell(3, [12, 800], { model }),
      testCell(4, [null, 2600], { model, kvBits: 8, notes: "ttft p95 2600 ms over gate 2500 ms" }),
    ];
    const text = textOf(find(story([passed, ...cells]), "cell-4"));
    expect(text).toContain("missed the first-token gate by 100 ms (max of 3);");
    expect(text).not.toContain("p95");
  });
});

describe("E2 a blocked search", () => {
  const knobs = (kvBits: 4 | 8 | null, maxBatch: number) => ({ kvBits, maxBatch, maxContext: 2000 });
  const contender = (cell: ReturnType<typeof knobs>, mean: number) => ({
    knobs: cell,
    meanTps: 12,
    meanTtftMs: 800,
    gap: { mean, low: mean - 0.03, high: mean + 0.03, blocks: 4 },
    isInBand: mean === 0,
    quality: "unquantised" as const,
    answers: null,
  });
  const winner = contender(knobs(null, 1), 0);
  const search: NonNullable<TuneStory["search"]> = {
    isFinished: true,
    isPartial: false,
    isShown: true,
    winner,
    leader: winner.knobs,
    contenders: [winner, contender(knobs(null, 2), 0.08)],
    ineligible: [
      {
        knobs: knobs(4, 1),
        quality: "differs",
        answers: { knobs: knobs(4, 1), questions: 40, agreeing: 37, selfAgreeing: 40 },
      },
    ],
    cells: [],
    sentinel: knobs(null, 1),
    incumbent: null,
    calibration: null,
    runCv: 0.02,
    sag: [],
    ladder: [{ knobs: knobs(8, 1), rung: 1, kind: "outpaced", reason: "5th of 4 places" }],
    counts: { search: 12, carried: 4, repeated: 0, calibrationVolleys: 6 },
    strayVisit: null,
  };
  const cells = [
    testCell(3, [12, 800], { model }),
    testCell(4, [11, 700], { model, maxBatch: 2 }),
    testCell(5, [10, 700], { model, kvBits: 8 }),
    testCell(6, [11.5, 900], { model, kvBits: 4 }),
  ];

  test("E2 M27 tells who left when, whose answers differ, and a gap only with interval and n", () => {
    const sentences = story([passed, ...cells], { search });
    expect(["cell-4", "cell-5", "cell-6"].map((id) => textOf(find(sentences, id)))).toEqual([
      "kv_bits=unset, max_batch=2, max_context=2000 against the leader: slower by 7.7 % (95 % interval 4.9 to 10.4 %, 4 blocks).",
      "kv_bits=8, max_batch=1, max_context=2000 left the search in rung 1: 5th of 4 places.",
      "kv_bits=4, max_batch=1, max_context=2000 is not eligible: 3 of 40 answers differ.",
    ]);
  });
});

describe("E2 how the winner stands", () => {
  const trials = [passed, testCell(3, [12, 800], { model })];
  const knobs = { kv_bits: null, max_concurrency_override: 1, max_context_override: 2000 };
  const baseline = { model, knobs, tps_median: 11, ttft_p95_ms: 900, reason: null };

  test.each([
    ["better", "is faster by more than the tie band of 2.0 %."],
    ["worse", "is slower by more than the tie band of 2.0 %, so it is not applied."],
    ["not_shown", "stays inside the tie band of 2.0 %: keep current."],
  ] as const)("B118 against the applied recipe: %s", (verdict, end) => {
    const sentences = story(trials, { document: { baseline: { ...baseline, verdict } } });
    expect(textOf(find(sentences, "baseline"))).toContain(end);
    expect(find(sentences, "baseline")?.clauses[0]?.row).toEqual({ kind: "baseline" });
  });

  test("M27 a confirmation is told with interval and n, and not shown names the smallest gap", () => {
    const better = { gap: 0.071, low: 0.032, high: 0.11, n: 6 };
    const unclear = { gap: 0.014, low: -0.021, high: 0.049, n: 6 };
    const confirmation = {
      against: "incumbent" as const,
      verdict: "better" as const,
      tps: better,
      ttft: unclear,
      reason: null,
    };
    expect(textOf(find(story(trials, { document: { confirmation } }), "confirmation"))).toBe(
      "Measured afresh against the applied recipe, the winner is better by 7.1 % (95 % interval 3.2 to 11.0 %, 6 pairs).",
    );
  });

  test("M24 a confirmation that was cut off is not shown, with its reason", () => {
    const confirmation = {
      against: "sentinel" as const,
      verdict: "not_shown" as const,
      tps: null,
      ttft: null,
      reason: "not finished",
    };
    expect(textOf(find(story(trials, { document: { confirmation } }), "confirmation"))).toBe(
      "Measured afresh against the sentinel, the winner is not shown: not finished.",
    );
  });

  test("M24 a winner with nothing to stand against is not said to be measured afresh", () => {
    const reason = "the winner is the sentinel itself";
    const confirmation = { against: "sentinel" as const, verdict: "not_shown" as const, tps: null, ttft: null, reason };
    expect(textOf(find(story(trials, { document: { confirmation } }), "confirmation"))).toBe(
      `Nothing to confirm: ${reason}.`,
    );
  });

  test("E2 partial and too noisy are said", () => {
    const partial = story(trials, {
      exitReason: "budget_exhausted_with_partial_recommendation",
      areCellsFinished: false,
    });
    expect(textOf(find(partial, "partial"))).toBe(
      "The run was cut off after 1 cell, so this is partial; a cell that was not measured might have won.",
    );
    expect(textOf(find(story(trials, { document: { shown: false } }), "noisy"))).toContain("not shown");
  });

  test("H-53 E2 no clause is without its row, and no gap without interval and n", () => {
    const unclear = { gap: 0.014, low: -0.021, high: 0.049, n: 6 };
    const confirmation = {
      against: "incumbent" as const,
      verdict: "not_shown" as const,
      tps: unclear,
      ttft: unclear,
      reason: null,
    };
    const cells = [
      testCell(3, [12, 800], { model }),
      testCell(4, [9, 700], { model, kvBits: 8 }),
      testCell(5, [null, null], { model, maxBatch: 2 }),
    ];
    const document = { baseline: { ...baseline, verdict: "better" as const }, confirmation };
    for (const sentence of story([gateMiss, passed, ...cells], { document })) {
      expect(sentence.clauses.length).toBeGreaterThan(0);
      for (const { text, row } of sentence.clauses) {
        expect(row.kind).toBeDefined();
        expect(text).not.toMatch(/\bsame\b|no difference|\bbest\b/);
      }
    }
  });
});
