import { expect, test } from "vitest";
import { probeMethod, summariseLevel } from "../../core/probing/level-summary.ts";
import { testStart } from "../../core/probing/test-probe.ts";
import { prepareRequest } from "../measure/probe-volley.ts";
import { createStreamReader } from "../measure/stream-reading.ts";
import { startStubServer } from "../test/stub-server.ts";
import { type LevelResult, runLevel } from "./run-level.ts";
import { testGround } from "./test-ground.ts";

const SHORT = { promptTarget: 64, maxTokens: 6 };
const one = { kind: "closed", concurrency: 1 } as const;

const summaryOf = ({ level, requests }: LevelResult) =>
  summariseLevel({ start: testStart(), level, requests, method: probeMethod(requests) });

test("TM10 M15 an open loop delays no send while the server is blocked, and E2E counts from the planned send", async () => {
  const delays = [{ ttftMs: 200, tpotMs: 20, tokens: 6 }];
  const stub = await startStubServer({ slots: 1, delays });
  const load = { kind: "open", requestRate: 20, gaps: "constant" } as const;
  const ground = testGround(stub.port);
  const result = await runLevel(ground, 0, { ...SHORT, load, requests: 10 });
  const { requests } = result;
  expect(requests.map(({ tSchedUs }) => tSchedUs)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => n * 50_000));
  const firstEndUs = (requests[0]?.t0Us ?? 0) + (requests[0]?.endUs ?? 0);
  expect(requests.filter(({ t0Us }) => t0Us < firstEndUs).length).toBeGreaterThanOrEqual(3);
  const summary = summaryOf(result);
  expect(summary).toMatchObject({ attempted: 10, ok: 10, isOverCapacity: true, ttft: null, e2e: null });
  const last = requests[9];
  if (last === undefined) throw new Error("ten requests");
  const fromPlanMs = (last.t0Us - last.tSchedUs + (last.stampsUs.at(-1) ?? 0)) / 1000;
  expect(fromPlanMs).toBeGreaterThan(10 * 300 - 9 * 50 - 60);
});

test("TM2 M4 a parser slowed by 50 ms moves no stamp", async () => {
  const stub = await startStubServer({ delays: [{ ttftMs: 200, tpotMs: 100, tokens: 8 }] });
  const nowUs = () => Number(process.hrtime.bigint() / 1000n);
  const slow = (originUs: number) => {
    const reader = createStreamReader(originUs);
    return {
      ...reader,
      take: (chunk: Uint8Array, stampUs: number) => {
        for (const until = nowUs() + 50_000; nowUs() < until; );
        return reader.take(chunk, stampUs);
      },
    };
  };
  const prepared = await prepareRequest({
    port: stub.port,
    body: { messages: [{ role: "user", content: "x" }] },
    idleTimeoutMs: 60_000,
    maxEvents: 100,
    signal: new AbortController().signal,
    nowUs,
    requestId: "slow",
    openReader: slow,
  });
  const { raw } = await prepared.send();
  const [record] = await stub.requests();
  const errors = raw.stampsUs.map((us, index) => us / 1000 - (record?.writes[index]?.atUs ?? 0) / 1000);
  expect(errors).toHaveLength(8);
  expect(errors.toSorted((left, right) => left - right)[3]).toBeLessThan(40);
});

test("TM6 M13 one discarded warm-up per prompt length; ten times slower, it changes only the cold time", async () => {
  const stub = await startStubServer({ coldMs: 450, delays: [{ ttftMs: 50, tpotMs: 5, tokens: 6 }] });
  const ground = testGround(stub.port, { settled: new Map() });
  const first = await runLevel(ground, 0, { ...SHORT, load: one, requests: 3 });
  const second = await runLevel(ground, 1, { ...SHORT, load: one, requests: 2 });
  expect(first.requests.map(({ isWarmUp }) => isWarmUp)).toEqual([true, false, false, false]);
  expect(second.requests.map(({ isWarmUp }) => isWarmUp)).toEqual([false, false]);
  const summary = summaryOf(first);
  expect(summary.ttftColdMs).toBeGreaterThan(499);
  expect(summary.ttft).toMatchObject({ n: 3 });
  expect(summary.ttft?.median).toBeLessThan(summary.ttftColdMs ?? 0);
});

test("TM7 M11 every request has a nonce of its own and as many words as the next", async () => {
  const stub = await startStubServer({ delays: [{ ttftMs: 1, tpotMs: 1, tokens: 2 }] });
  const ground = testGround(stub.port);
  await runLevel(ground, 0, { ...SHORT, load: { kind: "closed", concurrency: 8 }, requests: 1000 });
  const seen = await stub.requests();
  expect(new Set(seen.map(({ nonce }) => nonce)).size).toBe(1000);
  expect(seen.every(({ nonce }) => /^[0-9a-f]{12}$/.test(nonce))).toBe(true);
  expect(new Set(seen.map(({ words }) => words))).toEqual(new Set([51]));
});

test("TM8 M14 a prompt served from the cache is prefix_cached and not comparable; a fresh nonce is clean", async () => {
  const delays = [{ ttftMs: 20, tpotMs: 2, tokens: 6 }];
  const stub = await startStubServer({ prefixCache: true, templateTokens: 4, delays });
  const fresh = await runLevel(testGround(stub.port), 0, { ...SHORT, load: one, requests: 2 });
  expect(summaryOf(fresh).flags).not.toContain("prefix_cached");
  expect(summaryOf(fresh).cmpKey).not.toBeNull();
  const forced = testGround(stub.port, { nonce: () => "000000000000", settled: new Map() });
  const same = await runLevel(forced, 0, { ...SHORT, load: one, requests: 3 });
  expect(summaryOf(same)).toMatchObject({ cmpKey: null, ttft: null, prefillTpsMedian: null });
  expect(summaryOf(same).flags).toContain("prefix_cached");
});

test("M12 a server that refuses include_usage with a 400 is measured without it", async () => {
  const stub = await startStubServer({
    refusesUsage: true,
    shape: "no-usage",
    delays: [{ ttftMs: 20, tpotMs: 2, tokens: 6 }],
  });
  const result = await runLevel(testGround(stub.port, { settled: new Map() }), 0, { ...SHORT, load: one, requests: 2 });
  expect(result.level).toMatchObject({ hasUsage: false, failure: null });
  expect(summaryOf(result)).toMatchObject({ method: "deltas", ok: 2 });
});

test.each([
  [{ status: 503 }, "warm-up: HTTP 503"],
  [{ status: 429 }, "warm-up: HTTP 429"],
  [{ tokenLimit: 1 }, "warm-up: prompt does not fit: the prompt has"],
])("section 5: %j ends the level at its warm-up, with the reason", async (behaviour, failure) => {
  const stub = await startStubServer(behaviour);
  const ground = testGround(stub.port, { settled: new Map() });
  const { level } = await runLevel(ground, 0, { ...SHORT, load: one, requests: 2 });
  expect(level.failure).toContain(failure);
});

test("a full queue is a failed request of its level, counted and worded", async () => {
  const stub = await startStubServer({
    slots: 1,
    queue: 1,
    holdUntil: 4,
    delays: [{ ttftMs: 100, tpotMs: 5, tokens: 6 }],
  });
  const load = { kind: "closed", concurrency: 4 } as const;
  const summary = summaryOf(await runLevel(testGround(stub.port), 0, { ...SHORT, load, requests: 4 }));
  expect(summary).toMatchObject({ attempted: 4, ok: 2, errored: 2, errorFraction: 0.5 });
  expect(summary.errors).toEqual([{ errorClass: "http", error: "HTTP 429", count: 2 }]);
});
