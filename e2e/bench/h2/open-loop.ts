import { startStub } from "../../fixtures/stub-server/start.ts";
import type { Bench, BenchOptions, BenchRow, BenchRun } from "../bench.ts";
import { ownRow, within } from "../own-row.ts";
import { espalierProbe } from "../serving/espalier-probe.ts";
import { repeatsFigure } from "../statistics.ts";

/** One slot that each request holds for 500 ms: first token after 400 ms, the sixth and last 100 ms later. */
const SLOT = { slots: 1, delays: [{ ttftMs: 400, tpotMs: 20, tokens: 6 }] };
const REQUESTS = 20;
/** Request i is sent at 0.1 i s and ends at 0.5 (i + 1) s. */
const COMPUTED = { meanMs: 4300, maxMs: 8100 };
const FULL_REPEATS = 5;

const MEAN = "mean E2E ÷ computed queue";
const MAXIMUM = "maximum E2E ÷ computed queue";

const VLLM: BenchRow = {
  name: MEAN,
  unit: "",
  subject: "vLLM benchmark",
  origin: "published case: 506 ms reported, 1,932 ms true",
  version: null,
  source: "published",
  repeats: [506 / 1932],
  median: 506 / 1932,
  interval: null,
  estimate: 506 / 1932,
  target: null,
  verdict: null,
};

/** One ratio per repeat, against the computed queue; the CI form has one repeat and the same bars. */
export function honestyRows(means: readonly number[], maxima: readonly number[]): BenchRow[] {
  const bar = within(0.99, 1.01);
  return [
    ownRow({ name: MEAN, unit: "", ...repeatsFigure(means) }, bar),
    ownRow({ name: MAXIMUM, unit: "", ...repeatsFigure(maxima) }, bar),
  ];
}

async function run({ isCi, say }: BenchOptions): Promise<BenchRun> {
  const stub = await startStub();
  const means: number[] = [];
  const maxima: number[] = [];
  try {
    for (let repeat = 1; repeat <= (isCi ? 1 : FULL_REPEATS); repeat += 1) {
      say(`H2  repeat ${repeat}`);
      await stub.behave(SLOT);
      const level = await espalierProbe({ port: stub.port, load: "open:10", requests: REQUESTS, maxTokens: 6 });
      const e2e = level.requests.flatMap(({ metrics }) => metrics?.e2e_ms ?? []);
      if (e2e.length < REQUESTS) throw new Error(`only ${e2e.length} of ${REQUESTS} requests were answered`);
      means.push(e2e.reduce((sum, ms) => sum + ms, 0) / e2e.length / COMPUTED.meanMs);
      maxima.push(Math.max(...e2e) / COMPUTED.maxMs);
    }
  } finally {
    stub.stop();
  }
  return {
    rows: [...honestyRows(means, maxima), VLLM],
    notes: [
      "20 requests at 10 per second with constant gaps against one slot of 500 ms: 4,300 ms mean, 8,100 ms at most.",
    ],
  };
}

export const openLoopHonesty: Bench = {
  id: "H2",
  what: "open-loop honesty: the queue a late client hides",
  needsQuietMachine: true,
  run,
  peers: { debianPackages: [], run: null, subjects: [] },
};
