import { z } from "zod";
import { comparabilityKey } from "../measuring/comparability.ts";
import { engineComparison, lengthMisses } from "../measuring/cross-check.ts";
import { median } from "../measuring/percentiles.ts";
import { ErrorClass, TpsMethod } from "../measuring/replicate.ts";
import { methodOf, readRequest } from "../measuring/request-metrics.ts";
import { spreadOf } from "../measuring/window/spread.ts";
import { measureWindow, type WindowedRequest, type WindowMetrics } from "../measuring/window/window.ts";
import { isOverCapacity } from "./over-capacity.ts";
import { ProbeLevel, type ProbeRequestRecord, type ProbeStart } from "./probe-record.ts";
import { loadText } from "./profile.ts";

const Bounded = z.strictObject({ value: z.number(), upper: z.number().nullable() });
/** Values with the words that say how many they were (TM5). */
const ValueSpread = z
  .strictObject({
    n: z.int(),
    median: z.number(),
    max: z.number(),
    p95: z.strictObject({ ...Bounded.shape, label: z.string() }),
    p99: Bounded.nullable(),
  })
  .nullable();

/** One load level as every surface shows it, computed from its raw requests and from nothing else (M17). Times in ms. */
export const LevelSummary = z.strictObject({
  ...ProbeLevel.shape,
  loadText: z.string(),
  /** Equal exactly for levels that may stand side by side; null when this one may not (M8, M10, M14). */
  cmpKey: z.string().nullable(),
  method: TpsMethod.nullable(),
  attempted: z.int(),
  ok: z.int(),
  errored: z.int(),
  errors: z.array(z.strictObject({ errorClass: ErrorClass, error: z.string(), count: z.int() })),
  windowMs: z.number().nullable(),
  outputTps: z.number().nullable(),
  requestRps: z.number().nullable(),
  errorFraction: z.number().nullable(),
  goodness: z.array(
    z.strictObject({
      name: z.enum(["interactive", "fast"]),
      good: z.int(),
      goodFraction: z.number(),
      goodputRps: z.number().nullable(),
    }),
  ),
  /** M16: in-flight count and TTFT both rise, so no latency percentile is shown. */
  isOverCapacity: z.boolean(),
  ttft: ValueSpread,
  ttfo: ValueSpread,
  e2e: ValueSpread,
  tpot: ValueSpread,
  /** Inter-chunk latencies, never called inter-token latency. */
  chunkGap: ValueSpread,
  clientQueue: ValueSpread,
  decodeTpsMedian: z.number().nullable(),
  prefillTpsMedian: z.number().nullable(),
  /** Of the discarded warm-up. */
  ttftColdMs: z.number().nullable(),
  /** What the engine's own counters say of the same requests (M9). */
  engineDecodeTps: z.number().nullable(),
});
export type LevelSummary = z.infer<typeof LevelSummary>;

/** The method of the first measured request that is ok; it holds for the whole probe (M7). */
export function probeMethod(requests: readonly ProbeRequestRecord[]): TpsMethod | null {
  for (const request of requests) {
    if (request.isWarmUp) continue;
    const method = methodOf(request);
    if (readRequest(request, method).kind === "ok") return method;
  }
  return null;
}

function errorsOf(requests: readonly ProbeRequestRecord[], method: TpsMethod): LevelSummary["errors"] {
  const failed = requests.flatMap((request) => {
    const read = readRequest(request, method);
    if (read.kind === "ok" || request.errorClass === "cancelled") return [];
    return [{ errorClass: request.errorClass ?? ("nonfinite" as const), error: read.reason }];
  });
  return [...Map.groupBy(failed, ({ errorClass, error }) => `${errorClass} ${error}`).values()].flatMap((group) =>
    group.slice(0, 1).map((first) => ({ ...first, count: group.length })),
  );
}

function coldTtftMs(requests: readonly ProbeRequestRecord[]): number | null {
  const firstUs = requests.find(({ isWarmUp }) => isWarmUp)?.stampsUs[0];
  return firstUs === undefined ? null : firstUs / 1000;
}

/** M10 over one level; null where a part is unknown, M8 or M14 forbids a comparison, or nothing was measured. */
function levelKey({ start, level, method }: LevelEvidence, flags: ReadonlySet<string>): string | null {
  const { provider, machine } = start;
  const { engine, engineVersion } = provider;
  if (engine === null || engineVersion === null || method === null) return null;
  if (flags.has("bundled") || flags.has("prefix_cached")) return null;
  return comparabilityKey({
    engine,
    engineVersion,
    modelDigest: provider.model,
    machineSpec: `${machine.chip}/${machine.ramGb}/${machine.osVersion}`,
    profile: start.profile,
    loadShape: `${loadText(level.plan.load)}, ${level.plan.promptTarget} prompt, ${level.plan.maxTokens} out`,
    tpsMethod: method,
  });
}

type Latencies = Pick<LevelSummary, "ttft" | "ttfo" | "e2e" | "tpot" | "chunkGap">;

const NO_LATENCIES: Latencies = { ttft: null, ttfo: null, e2e: null, tpot: null, chunkGap: null };

function latenciesOf(ok: readonly WindowedRequest[], isCached: boolean): Latencies {
  return {
    ttft: isCached ? null : spreadOf(ok.map(({ ttftMs }) => ttftMs)),
    ttfo: isCached ? null : spreadOf(ok.flatMap(({ ttfoMs }) => ttfoMs ?? [])),
    e2e: isCached ? null : spreadOf(ok.map(({ e2eMs }) => e2eMs)),
    tpot: spreadOf(ok.flatMap(({ tpotMs }) => tpotMs ?? [])),
    chunkGap: spreadOf(ok.flatMap(({ chunkGapsMs }) => chunkGapsMs)),
  };
}

function flagsOf(level: ProbeLevel, measured: readonly ProbeRequestRecord[], window: WindowMetrics): Set<string> {
  const flags = new Set([...level.flags, ...measured.flatMap((request) => request.flags)]);
  if (window.ok.some(({ isBundled }) => isBundled)) flags.add("bundled");
  if (window.ok.some(({ cache }) => cache === "unproven")) flags.add("unproven");
  if (window.ok.some(({ cache }) => cache === "prefix_cached")) flags.add("prefix_cached");
  if (lengthMisses(window.ok, level.plan.maxTokens)) flags.add("length_miss");
  return flags;
}

export interface LevelEvidence {
  start: ProbeStart;
  level: ProbeLevel;
  /** All requests of the level, the warm-up included. */
  requests: readonly ProbeRequestRecord[];
  /** The probe's method (M7); null when nothing was measured. */
  method: TpsMethod | null;
}

/** What a level's raw requests amount to; agent, server and browser compute the same (TM11). */
export function summariseLevel(evidence: LevelEvidence): LevelSummary {
  const { level, requests, method } = evidence;
  const measured = requests.filter(({ isWarmUp }) => !isWarmUp);
  const counted = method ?? "usage";
  const isOpenLoop = level.plan.load.kind === "open";
  const window = measureWindow({ requests: measured, method: counted, isOpenLoop });
  const flags = flagsOf(level, measured, window);
  const engine = engineComparison(level.engine, measured, counted);
  if (engine.isOff) flags.add("engine_disagrees");
  const isOver = isOverCapacity(measured, level.plan.load);
  return {
    ...level,
    flags: [...flags].sort(),
    loadText: loadText(level.plan.load),
    cmpKey: levelKey(evidence, flags),
    method,
    attempted: window.attempted,
    ok: window.ok.length,
    errored: window.errored,
    errors: errorsOf(measured, counted),
    windowMs: window.windowMs,
    outputTps: window.outputTps,
    requestRps: window.requestRps,
    errorFraction: window.errorFraction,
    goodness: window.goodness,
    isOverCapacity: isOver,
    ...(isOver ? NO_LATENCIES : latenciesOf(window.ok, flags.has("prefix_cached"))),
    clientQueue: spreadOf(window.ok.map(({ clientQueueMs }) => clientQueueMs)),
    decodeTpsMedian: median(window.ok.flatMap(({ decodeTps }) => decodeTps ?? [])),
    prefillTpsMedian: median(window.ok.flatMap(({ prefillTps }) => prefillTps ?? [])),
    ttftColdMs: coldTtftMs(requests),
    engineDecodeTps: engine.decodeTps,
  };
}
