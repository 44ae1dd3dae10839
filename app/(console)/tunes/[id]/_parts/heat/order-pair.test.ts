import { expect, test } from "vitest";
import { detailOf } from "../test-detail.ts";
import { neighbourIds, orderPair } from "./order-pair.ts";

const { plan } = detailOf();
const only = plan.candidates.slice(0, 1);
const run = (id: string, strategy: typeof plan.strategy, minute: number) =>
  detailOf({
    summary: { id, candidateCount: 1, startedAt: `2026-11-20T12:${minute}:00.000Z` },
    plan: { ...plan, candidates: only, strategy },
  });
const runs = [
  run("00000000-0000-4000-8000-00000000000a", "grid", 10),
  run("00000000-0000-4000-8000-00000000000b", "grid-reverse", 20),
  run("00000000-0000-4000-8000-00000000000c", "grid-reverse", 30),
  run("00000000-0000-4000-8000-00000000000d", "grid", 40),
];

test("M28 in the order ABBA each run has one neighbour of the opposite order, and that is its pair", () => {
  const pairs = runs.map((own) => {
    const ids = neighbourIds(
      runs.map(({ summary }) => summary),
      own.summary,
    );
    const pair = orderPair(
      own,
      runs.filter(({ summary }) => ids.includes(summary.id)),
    );
    return [pair?.forward.summary.id.at(-1), pair?.reverse.summary.id.at(-1)];
  });
  expect(pairs).toEqual([
    ["a", "b"],
    ["a", "b"],
    ["d", "c"],
    ["d", "c"],
  ]);
});

test("M28 a run with several candidates or without an opposite neighbour has no pair", () => {
  const [first, second] = runs;
  if (!first || !second) throw new Error("runs");
  expect(neighbourIds([first.summary], { ...first.summary, candidateCount: 3 })).toEqual([]);
  expect(orderPair(first, [first])).toBeNull();
});
