import { expect, test } from "vitest";
import { median } from "../../core/measuring/percentiles.ts";
import { readTimed } from "../../core/measuring/window/window.ts";
import { probeMethod } from "../../core/probing/level-summary.ts";
import type { ProbeRequestRecord } from "../../core/probing/probe-record.ts";
import type { LevelPlan } from "../../core/probing/profile.ts";
import { type StubRecord, type StubServer, startStubServer } from "../test/stub-server.ts";
import { type ProbeGround, runLevel } from "./run-level.ts";
import { testGround } from "./test-ground.ts";

const DELAYS = [
  { ttftMs: 250, tpotMs: 20, tokens: 40 },
  { ttftMs: 500, tpotMs: 50, tokens: 25 },
  { ttftMs: 200, tpotMs: 100, tokens: 8 },
];

const planOf = (concurrency: number, requests: number): LevelPlan => ({
  load: { kind: "closed", concurrency },
  promptTarget: 64,
  maxTokens: 40,
  requests,
});

interface Pair {
  readonly ours: ProbeRequestRecord;
  readonly theirs: StubRecord;
}

/** What the client measured beside what the server did, by request id. */
async function pairsOf(stub: StubServer, ground: ProbeGround, plan: LevelPlan): Promise<Pair[]> {
  const { requests } = await runLevel(ground, 0, plan);
  const records = new Map((await stub.requests()).map((record) => [record.id, record]));
  return requests
    .filter(({ isWarmUp }) => !isWarmUp)
    .map((ours) => {
      const theirs = records.get(`${ground.probeId}/0/${ours.position}`);
      if (theirs === undefined) throw new Error(`the stub never saw request ${ours.position}`);
      return { ours, theirs };
    });
}

interface Errors {
  readonly ttftMs: number;
  readonly ttfoMs: number;
  readonly tpotMs: number;
}

/** Client value minus recorded value (measurement.md section 6). */
function errorsOf({ ours, theirs }: Pair, method: "usage" | "deltas"): Errors {
  const metrics = readTimed(ours, { method, isOpenLoop: false });
  const [first, last] = [theirs.writes[0], theirs.writes.at(-1)];
  const firstOutput = theirs.writes.find(({ reasoning }) => reasoning === 0);
  if (metrics === null || metrics.tpotMs === null || metrics.ttfoMs === null)
    throw new Error(`not measured: ${ours.error}`);
  if (first === undefined || last === undefined || firstOutput === undefined) throw new Error("nothing was written");
  expect(metrics.nOut).toBe(theirs.writes.reduce((sum, { tokens }) => sum + tokens, 0));
  return {
    ttftMs: metrics.ttftMs - first.atUs / 1000,
    ttfoMs: metrics.ttfoMs - firstOutput.atUs / 1000,
    tpotMs: metrics.tpotMs - (last.atUs - first.atUs) / 1000 / (metrics.nOut - metrics.k1),
  };
}

const middle = (values: readonly number[]): number => median(values) ?? Number.NaN;

/** The bar's 2 ms and 0.05 ms are for a quiet machine and `npm run bench -- H1`; a wrong rule is off by 100 ms or 1 ms here. */
const BUSY_TTFT_MS = 30;
const BUSY_TPOT_MS = 0.75;

test.each(["plain", "role-first", "bundled", "reasoning", "keepalive", "no-usage", "split"])(
  "TM1 %s at concurrency 1 and 8 over the three delay sets: counts exact, TTFT and TPOT those the server recorded",
  async (shape) => {
    const stub = await startStubServer();
    const pairs: Pair[] = [];
    for (const [concurrency, requests] of [
      [1, 3],
      [8, 24],
    ] as const) {
      await stub.behave({ shape, delays: DELAYS });
      pairs.push(...(await pairsOf(stub, testGround(stub.port), planOf(concurrency, requests))));
    }
    const method = shape === "no-usage" ? "deltas" : "usage";
    expect(probeMethod(pairs.map(({ ours }) => ours))).toBe(method);
    expect(pairs.map(({ ours }) => ours.k1)).toEqual(pairs.map(() => (shape === "bundled" ? 4 : 1)));
    const errors = pairs.map((pair) => errorsOf(pair, method));
    expect(Math.abs(middle(errors.map(({ ttftMs }) => ttftMs)))).toBeLessThan(BUSY_TTFT_MS);
    expect(Math.abs(middle(errors.map(({ ttfoMs }) => ttfoMs)))).toBeLessThan(BUSY_TTFT_MS);
    expect(Math.abs(middle(errors.map(({ tpotMs }) => tpotMs)))).toBeLessThan(BUSY_TPOT_MS);
  },
);

test("TM1 TM4 streamed-error fails on HTTP 200 with every value null", async () => {
  const stub = await startStubServer({ shape: "streamed-error", delays: DELAYS });
  const pairs = await pairsOf(stub, testGround(stub.port), planOf(3, 3));
  for (const { ours } of pairs) {
    expect(ours).toMatchObject({ status: 200, errorClass: "stream_error" });
    expect(readTimed(ours, { method: "usage", isOpenLoop: false })).toBeNull();
  }
  expect(pairs.map(({ ours }) => ours.stampsUs.length).toSorted((left, right) => left - right)).toEqual([2, 6, 10]);
});
