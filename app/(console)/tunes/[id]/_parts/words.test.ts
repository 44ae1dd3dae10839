import { expect, test } from "vitest";
import { ExitReason } from "../../../../../core/autotune/exit-reason.ts";
import { answerSentence } from "./head/answer-sentence.ts";
import { cancelWords } from "./head/cancel-words.ts";
import { endedWords } from "./story/ended-words.ts";
import { detailOf } from "./test-detail.ts";

const textOf = (detail: Parameters<typeof answerSentence>[0]) =>
  answerSentence(detail)
    .map((part) => part.text)
    .join("");

const recommendation = {
  spec_version: "SPEC-013 v0.3",
  run_id: "00000000-0000-4000-8000-000000000001",
  started_at: "2026-11-20T12:00:05Z",
  ended_at: "2026-11-20T12:02:05Z",
  machine: { ram_gb: 24, chip: "Apple M4 Pro", os_version: "26.1", binary_version: "0.1.0" },
  inputs: {
    target_context: 1000,
    stage1_replicates: 1,
    stage2_replicates: 3,
    gate_ttft_ms: 2500,
    candidate_models: ["practice/large-250mb", "practice/medium-64mb", "practice/small-16mb"],
    tps_tie_epsilon: 0.02,
  },
  recommendation: {
    model: "practice/medium-64mb",
    serve_command: "espalier serve --model practice/medium-64mb --kv-bits 8 --max-batch 2 --max-context 1000",
    target_context: 1000,
    replicates: 3,
    tps_median: 21.4,
    ttft_p95_ms: 1920,
    knobs: { kv_bits: 8 as const, max_concurrency_override: 2, max_context_override: 1000 },
  },
  alternates: ["practice/small-16mb"],
  infeasible: [],
  recipe_hash: null,
  db_path: "agent.db",
};

test("E2 the answer names model, knobs, context and why the candidate before it was not taken", () => {
  expect(textOf(detailOf({ recommendation }))).toBe(
    "Serve medium-64mb with kv_bits 8, 2 at once, context 1,000. It is the first of 3 candidates, in the list's order, that fits: large-250mb missed the first-token gate by 710 ms.",
  );
});

test("H-19 an unset knob reads unset in the answer", () => {
  const knobs = { ...recommendation.recommendation.knobs, kv_bits: null };
  const detail = detailOf({
    recommendation: { ...recommendation, recommendation: { ...recommendation.recommendation, knobs } },
  });
  expect(textOf(detail)).toContain("kv_bits unset");
});

test("H-67 every exit reason but ok has its own text and way on", () => {
  const texts = ExitReason.options.map(
    (exitReason) => endedWords(detailOf({ summary: { exitReason } }).summary)?.title ?? "none",
  );
  expect(new Set(texts).size).toBe(ExitReason.options.length);
  expect(endedWords(detailOf().summary)).toBeNull();
});

test.each(["refused", "lost", "expired", "cancelled"] as const)(
  "H-67 a run that ended %s says so and what to do",
  (state) => {
    const words = endedWords(detailOf({ summary: { state, exitReason: null } }).summary);
    expect(words?.todo.length).toBeGreaterThan(10);
  },
);

test("H-25 cancelling says what happens to the machine, and nothing happens to it before the start", () => {
  const base = { hostName: "mini-24", trialCount: 2 };
  expect(cancelWords({ ...base, state: "running" }).join(" ")).toContain("started again before the end is reported");
  expect(cancelWords({ ...base, state: "queued" })).toEqual([
    "mini-24 has not begun: the run leaves its queue and nothing happens there.",
  ]);
});

test("H-25 the answer says cancelling until the machine has confirmed, and a queued run says its place", () => {
  expect(textOf(detailOf({ summary: { state: "cancelling", exitReason: null } }))).toContain(
    "Cancelling: waiting for mini-24",
  );
  const job = {
    id: "00000000-0000-4000-8000-000000000003",
    state: "QUEUED" as const,
    position: 2,
    waitingFor: "TUNE-141",
    queueDeadlineAt: "2026-11-21T12:00:00.000Z",
    cancelBy: null,
    cancelReason: null,
    outcomeNote: null,
    lateEvents: 0,
  };
  expect(textOf(detailOf({ job, summary: { state: "queued", exitReason: null } }))).toBe(
    "This run is number 2 in line on mini-24, waiting for TUNE-141.",
  );
});

test("E2 while it runs the answer says what is known: the search, then the best so far with its n", () => {
  const running = { state: "running", exitReason: null, winner: null } as const;
  expect(textOf(detailOf({ summary: running, trials: [] }))).toBe(
    "mini-24 looks for the first of 3 candidates, in the list's order, that fits at context 1,000.",
  );
  expect(textOf(detailOf({ summary: running }))).toBe(
    "medium-64mb, the first in the list's order, fits at context 1,000. Its 4 knob settings are measured now; best so far 21.4 tok/s, median of 3 with kv_bits 8, 2 at once.",
  );
});

test("M27 a run too noisy to show its settings names the model and says so", () => {
  const text = textOf(detailOf({ recommendation: { ...recommendation, shown: false } }));
  expect(text).toContain("medium-64mb is what to serve.");
  expect(text).toContain("Which settings are best is not shown: measurements of one cell varied by more than 10 %.");
  expect(text).not.toContain("kv_bits");
});
