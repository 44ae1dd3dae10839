import { quantile } from "../../../core/measuring/percentiles.ts";
import { DELAY_SETS, SHAPES, type Shape } from "../../fixtures/stub-server/behaviour.ts";
import { type Stub, startStub } from "../../fixtures/stub-server/start.ts";
import type { Bench, BenchOptions, BenchRow, BenchRun } from "../bench.ts";
import { atMost, ownRow } from "../own-row.ts";
import { espalierProbe } from "../serving/espalier-probe.ts";
import { readBare } from "../serving/read-bare.ts";
import { judgedFigure, repeatsFigure } from "../statistics.ts";
import { type Judged, judge } from "./judge.ts";
import { PEERS, PUBLISHED } from "./published.ts";

const MAX_TOKENS = 40;
const FULL_REQUESTS = 50;
/** The CI form: so many rounds of ours and of the bare reader in turn, each with six requests. */
const CI_ROUNDS = 2;
const CI_REQUESTS = 6;
const CI_CONCURRENCY = 3;

async function judged(stub: Stub, shape: Shape, ask: { requests: number; concurrency: number }): Promise<Judged[]> {
  await stub.behave({ shape, warmUpShape: "plain", delays: DELAY_SETS });
  const load = `closed:${ask.concurrency}`;
  const level = await espalierProbe({ port: stub.port, load, requests: ask.requests, maxTokens: MAX_TOKENS });
  const records = await stub.records();
  return level.requests.map((request) => judge(shape, request, records.get(request.request_id)));
}

async function bareErrors(stub: Stub, shape: Shape): Promise<number[]> {
  await stub.behave({ shape, delays: DELAY_SETS });
  const { readings } = await readBare({ port: stub.port, requests: CI_REQUESTS, concurrency: CI_CONCURRENCY });
  const records = await stub.records();
  return readings.flatMap(({ id, firstMs }) => {
    const first = records.get(id)?.writes[0];
    return first === undefined ? [] : [firstMs - first.atUs / 1000];
  });
}

const sizes = (values: readonly (number | null)[]): number[] =>
  values.flatMap((value) => (value === null ? [] : [Math.abs(value)]));

function p95Figure(values: readonly number[]) {
  return judgedFigure(values, quantile(values, 0.95));
}

function wrongRows(all: readonly Judged[]): BenchRow[] {
  const count = (isWrong: (one: Judged) => boolean) => repeatsFigure([all.filter(isWrong).length]);
  const none = atMost(0, `of ${all.length}`);
  return [
    ownRow({ name: "wrong token counts", unit: "", ...count((one) => !one.isCountExact) }, none),
    ownRow({ name: "wrong shapes", unit: "", ...count((one) => one.isWrongShape) }, none),
  ];
}

function shapeRows(where: string, rows: readonly Judged[], bare: readonly number[] | null): BenchRow[] {
  const ttft = sizes(rows.map(({ ttftErrorMs }) => ttftErrorMs));
  const tpot = sizes(rows.map(({ tpotErrorMs }) => tpotErrorMs));
  if (ttft.length === 0) return [];
  const least = bare === null ? 0 : (repeatsFigure(sizes(bare)).median ?? 0);
  const over = bare === null ? "" : " over the bare reader's";
  const shifted = repeatsFigure(ttft.map((value) => value - least));
  return [
    ownRow({ name: `TTFT error median${over}, ${where}`, unit: "ms", ...shifted }, atMost(2, "ms")),
    ownRow({ name: `TTFT error p95, ${where}`, unit: "ms", ...p95Figure(ttft) }, atMost(5, "ms")),
    ownRow({ name: `TPOT error median, ${where}`, unit: "ms", ...repeatsFigure(tpot) }, atMost(0.05, "ms")),
  ];
}

async function runFull(stub: Stub, say: BenchOptions["say"]): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const all: Judged[] = [];
  for (const shape of SHAPES) {
    for (const concurrency of [1, 8]) {
      say(`H1  ${shape}, concurrency ${concurrency}`);
      const measured = await judged(stub, shape, { requests: FULL_REQUESTS, concurrency });
      all.push(...measured);
      rows.push(...shapeRows(`${shape}, concurrency ${concurrency}`, measured, null));
    }
  }
  return [...rows, ...wrongRows(all)];
}

/** One shape as the CI form measured it: ours, and the bare reader's first-token errors beside them, ms. */
export interface CiShape {
  readonly shape: Shape;
  readonly measured: readonly Judged[];
  readonly bare: readonly number[];
}

/** The CI form's bars: TTFT over the bare reader's, the rest absolute. */
export function ciRows(shapes: readonly CiShape[]): BenchRow[] {
  // A bare reader stamps the first part of a cut event, so this shape's bar is absolute.
  const rows = shapes.flatMap(({ shape, measured, bare }) =>
    shapeRows(shape, measured, shape === "split" ? null : bare),
  );
  return [...rows, ...wrongRows(shapes.flatMap(({ measured }) => measured))];
}

async function runCi(stub: Stub, say: BenchOptions["say"]): Promise<BenchRow[]> {
  const shapes: CiShape[] = [];
  for (const shape of SHAPES) {
    say(`H1  ${shape}`);
    const measured: Judged[] = [];
    const bare: number[] = [];
    for (let round = 0; round < CI_ROUNDS; round += 1) {
      measured.push(...(await judged(stub, shape, { requests: CI_REQUESTS, concurrency: CI_CONCURRENCY })));
      bare.push(...(await bareErrors(stub, shape)));
    }
    shapes.push({ shape, measured, bare });
  }
  return ciRows(shapes);
}

async function run({ isCi, say }: BenchOptions): Promise<BenchRun> {
  const stub = await startStub();
  try {
    const rows = isCi ? await runCi(stub, say) : await runFull(stub, say);
    const notes = [
      "Errors are the client's value minus the stub server's recorded write, without sign; the three delay sets take turns.",
      "mlx-lm's server_benchmark.py is in no Debian package, so it is not run here; its figures are the published ones.",
    ];
    return { rows: [...rows, ...PUBLISHED], notes };
  } finally {
    stub.stop();
  }
}

export const measurementAccuracy: Bench = {
  id: "H1",
  what: "measurement error on the eight wire shapes, through the client of espalier probe",
  needsQuietMachine: true,
  run,
  peers: { debianPackages: [], run: null, subjects: PEERS },
};
