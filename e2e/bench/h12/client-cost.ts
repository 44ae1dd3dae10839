import { quantile } from "../../../core/measuring/percentiles.ts";
import { type Stub, startStub } from "../../fixtures/stub-server/start.ts";
import type { Bench, BenchOptions, BenchRow, BenchRun } from "../bench.ts";
import { atMost, ownRow } from "../own-row.ts";
import { espalierProbe } from "../serving/espalier-probe.ts";
import { readBare } from "../serving/read-bare.ts";
import { repeatsFigure } from "../statistics.ts";

const STREAMS = 8;
const DELAYS = { ttftMs: 100, tpotMs: 5, tokens: 401 };
/** Requests per second that keep eight streams of 2.1 s open. */
const RATE = (1000 * STREAMS) / (DELAYS.ttftMs + (DELAYS.tokens - 1) * DELAYS.tpotMs);
/** Enough for a p99 of the schedule lag. */
const REQUESTS = 120;
const FULL_REPEATS = 5;
const CI_REPEATS = 1;

const perThousand = (cpuMs: number): number => (1000 * cpuMs) / (REQUESTS * DELAYS.tokens);

/** One repeat: CPU per 1,000 tokens of ours and of the bare reader, and our schedule's lag p99. */
export interface Cost {
  readonly cpuMs: number;
  readonly lagMs: number;
  readonly bareCpuMs: number;
}

const AIPERF: BenchRow = {
  name: "schedule lag p99, 8 streams",
  unit: "ms",
  subject: "AIPerf",
  origin: "published limit: above it a run counts as degraded",
  version: null,
  source: "published",
  repeats: [500],
  median: 500,
  interval: null,
  estimate: 500,
  target: null,
  verdict: null,
};

/** Ours and the bare reader's in turn, the first of each repeat changing (ABBA). */
async function repeatCost(stub: Stub, isBareFirst: boolean): Promise<Cost> {
  const bare = () => readBare({ port: stub.port, requests: REQUESTS, concurrency: STREAMS });
  await stub.behave({ delays: [DELAYS] });
  const early = isBareFirst ? await bare() : null;
  const load = `open:${RATE}`;
  const level = await espalierProbe({ port: stub.port, load, requests: REQUESTS, maxTokens: DELAYS.tokens });
  const late = early ?? (await bare());
  const lags = level.requests.flatMap(({ metrics }) => metrics?.client_queue_ms ?? []);
  if (lags.length < REQUESTS) throw new Error("not every stream was answered");
  return {
    cpuMs: perThousand(level.client_cpu_ms),
    lagMs: quantile(lags, 0.99) ?? Number.NaN,
    bareCpuMs: perThousand(late.cpuMs),
  };
}

/** The figures of all repeats; the CI form judges the ratio alone. */
export function costRows(costs: readonly Cost[], isCi: boolean): BenchRow[] {
  const cpu = {
    name: "CPU per 1,000 tokens, 8 streams",
    unit: "ms",
    ...repeatsFigure(costs.map(({ cpuMs }) => cpuMs)),
  };
  const lag = { name: "schedule lag p99, 8 streams", unit: "ms", ...repeatsFigure(costs.map(({ lagMs }) => lagMs)) };
  const ratios = repeatsFigure(costs.map(({ cpuMs, bareCpuMs }) => cpuMs / bareCpuMs));
  const ratio = { name: "CPU ÷ bare socket reader", unit: "", ...ratios };
  return [
    ownRow(cpu, isCi ? null : atMost(50, "ms")),
    ownRow(lag, isCi ? null : atMost(10, "ms")),
    ownRow(ratio, isCi ? atMost(3, "") : null),
  ];
}

async function run({ isCi, say }: BenchOptions): Promise<BenchRun> {
  const stub = await startStub();
  const costs: Cost[] = [];
  try {
    for (let repeat = 0; repeat < (isCi ? CI_REPEATS : FULL_REPEATS); repeat += 1) {
      say(`H12  repeat ${repeat + 1}`);
      costs.push(await repeatCost(stub, repeat % 2 === 1));
    }
  } finally {
    stub.stop();
  }
  return {
    rows: [...costRows(costs, isCi), AIPERF],
    notes: [
      `${REQUESTS} streams of ${DELAYS.tokens} tokens at ${RATE.toFixed(2)} per second, about ${STREAMS} open at a time.`,
    ],
  };
}

export const clientCost: Bench = {
  id: "H12",
  what: "what measuring costs: CPU of the client and lag of its schedule",
  needsQuietMachine: true,
  run,
  peers: { debianPackages: [], run: null, subjects: [] },
};
