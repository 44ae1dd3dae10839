import { expect, test } from "vitest";
import { confirmationDocument } from "../../../core/autotune/evidence/fold-confirmation.ts";
import { RecommendationDocument } from "../../../core/autotune/recommendation-document.ts";
import { type TuneTest, type TuneTestRequest, tuneTest } from "../../test/tune-harness.ts";

const FLAGS = {
  "target-context": "100",
  "candidate-models": "org/a-1B",
  "kv-bits-axis": "unset,8",
  "max-batch-axis": "1",
  // The median of three, so that no single volley of a slowed machine names the winner.
  "stage2-replicates": "3",
  confirm: "on",
};

/** Twelve starts and more, the slower half of them for seconds each. */
const LIMIT_MS = 180_000;

const start = ({ flags, ...change }: Partial<TuneTestRequest> = {}) =>
  tuneTest({ provider: "provider-by-knobs.ts", arguments: ["--farApart=1"], ...change, flags: { ...FLAGS, ...flags } });

const documentOf = (tune: TuneTest) =>
  RecommendationDocument.parse(JSON.parse(tune.out.find((line) => line.startsWith("{")) ?? "null"));

const confirming = (tune: TuneTest) => tune.stored().visits.filter(({ kind }) => kind === "confirmation");

test("TM20, M24 after grid too, fresh visits follow in the order ABBA BAAB ABBA and prove the winner better", {
  timeout: LIMIT_MS,
}, async () => {
  const tune = await start();
  expect(await tune.run()).toBe(0);
  const visits = confirming(tune);
  expect(visits.map(({ arm }) => arm).join("")).toBe("ABBABAABABBA");
  expect(visits.map(({ pair }) => pair)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]);
  expect(visits.map(({ arm, knobs }) => [arm, knobs.kvBits])).toEqual(
    visits.map(({ arm }) => [arm, arm === "A" ? 8 : null]),
  );
  const starts = tune.journal().filter(({ event }) => event === "start");
  expect(starts).toHaveLength(2 + 2 + visits.length);
  const document = documentOf(tune);
  expect(document.confirmation).toMatchObject({ against: "sentinel", verdict: "better", reason: null, tps: { n: 6 } });
  const rule = { method: "usage" as const, gateTtftMs: 60_000 };
  const confirmation = tune.stored().run?.confirmation;
  if (!confirmation) throw new Error("no confirmation");
  expect(confirmationDocument({ confirmation, visits, rule, tieEpsilon: 0.02 })).toEqual(document.confirmation);
  expect(tune.out.join("\n")).toMatch(/confirmation against the sentinel: better by .*6 pairs/);
});

test("M24 a winner that is the applied recipe is not compared with itself: keep current", async () => {
  const applied = { model: "org/a-1B", knobs: { kvBits: 8 as const, maxBatch: 1, maxContext: 100 } };
  const tune = await start({ place: { applied } });
  expect(await tune.run()).toBe(0);
  expect(confirming(tune)).toEqual([]);
  expect(documentOf(tune).confirmation).toMatchObject({
    against: "incumbent",
    verdict: "not_shown",
    reason: "keep current",
  });
});

test("M24 a deadline in the confirmation leaves the run ok, its verdict not shown, reason not finished", async () => {
  const tune = await start({
    onProgress: ({ phase, cell }, self) => {
      if (phase === "confirm" && cell?.index === 4) self.interruption.expire();
    },
  });
  expect(await tune.run()).toBe(0);
  expect(tune.stored().run).toMatchObject({ exitReason: "ok", endedAt: expect.any(String) });
  expect(confirming(tune)).toHaveLength(3);
  expect(documentOf(tune)).toMatchObject({
    recommendation: { knobs: { kv_bits: 8 } },
    confirmation: { verdict: "not_shown", tps: null, ttft: null, reason: "not finished" },
  });
  expect(documentOf(tune).recommendation?.partial).toBeUndefined();
});

test("B91 an interrupt in the confirmation ends interrupted with the whole recommendation", async () => {
  const tune = await start({
    onProgress: ({ phase }, self) => {
      if (phase === "confirm") self.interruption.interrupt("interrupted by SIGINT");
    },
  });
  expect(await tune.run()).toBe(130);
  expect(tune.stored().run).toMatchObject({ exitReason: "interrupted", endedAt: null });
  expect(documentOf(tune).recommendation?.partial).toBeUndefined();
});

test("M23, M24 an invalid visit repeats its pair once, both stay stored", { timeout: LIMIT_MS }, async () => {
  let isConfirming = false;
  const flips = [true];
  const signals = () => {
    const source = isConfirming && flips.shift() === true ? ("battery" as const) : ("ac" as const);
    return Promise.resolve({
      thermalLevel: null,
      memoryPressureLevel: null,
      powerSource: source,
      isLowPowerMode: null,
    });
  };
  const tune = await start({
    place: { signals },
    onProgress: ({ phase }) => {
      isConfirming ||= phase === "confirm";
    },
  });
  expect(await tune.run()).toBe(0);
  const visits = confirming(tune);
  expect(visits).toHaveLength(13);
  expect(visits.filter(({ invalidReason }) => invalidReason === "power_changed")).toHaveLength(1);
  expect(visits.slice(0, 3).map(({ pair, attempt, arm }) => [pair, attempt, arm])).toEqual([
    [1, 1, "A"],
    [1, 2, "A"],
    [1, 2, "B"],
  ]);
  expect(documentOf(tune).confirmation).toMatchObject({ verdict: "better", reason: null });
});
