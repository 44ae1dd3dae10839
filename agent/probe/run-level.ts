import { engineShare } from "../../core/measuring/engine-share.ts";
import { idleTimeoutMs, probeRequestBody } from "../../core/measuring/prompt.ts";
import type { ProbeLevel, ProbeRequestRecord } from "../../core/probing/probe-record.ts";
import type { LevelPlan } from "../../core/probing/profile.ts";
import { type EngineTotals, readHealth } from "../autotune/provider/health.ts";
import type { MachineSignals } from "../host/machine/signals.ts";
import type { Clock } from "../host/system-clock.ts";
import { watchConditions } from "../measure/condition-watch.ts";
import { watchLag } from "../measure/lag-watch.ts";
import { maxEventsOf, type ProbeAim } from "../measure/measure-volley.ts";
import type { ProbeRequest } from "../measure/probe-volley.ts";
import { watchSuspension } from "../measure/suspension-watch.ts";
import { type WarmUpResult, warmUp } from "../measure/warm-up.ts";
import { recordLevel, recordOf, sendLevel } from "./send-level.ts";

/** What all levels of one probe share. */
export interface ProbeGround {
  readonly probeId: string;
  readonly port: number;
  readonly model: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly nonce: () => string;
  readonly random: () => number;
  readonly signals: () => Promise<MachineSignals>;
  readonly loadAverage: () => number | null;
  /** Prompts that a warm-up has settled, by target: one discarded request per prompt length (M13). */
  readonly settled: Map<number, Settled>;
}

interface Settled {
  readonly wordCount: number;
  readonly hasUsage: boolean;
}

export interface LevelResult {
  readonly level: ProbeLevel;
  readonly requests: readonly ProbeRequestRecord[];
}

/** A probe has no first-token gate; the idle limit is then the least there is (section 5). */
const NO_GATE_MS = 0;

/** One load level: a warm-up where its prompt length is new, then its measured requests in a quiet window (M5, M13). */
export async function runLevel(ground: ProbeGround, index: number, plan: LevelPlan): Promise<LevelResult> {
  const suspension = watchSuspension(ground.clock);
  const conditions = watchConditions({
    signals: ground.signals,
    residentBytes: () => Promise.resolve(null),
    loadAverage: ground.loadAverage,
    onCritical: () => undefined,
  });
  await conditions.sample();
  const warm = await settle(ground, index, plan);
  const before = await totalsOf(ground);
  const measured = warm.failure === null ? await measure(ground, index, { plan, settled: warm.settled }) : NOTHING;
  const engine = engineShare(before, await totalsOf(ground));
  const seen = await conditions.finish();
  suspension.stop();
  const flags = [...measured.flags, ...seen.flags, ...(suspension.hasSlept() ? ["slept"] : [])];
  return {
    level: {
      level: index,
      plan,
      ...warm.settled,
      conditions: seen.readings,
      engine,
      clientCpuMs: measured.clientCpuMs,
      flags,
      failure: warm.failure?.slice(0, 500) ?? null,
    },
    requests: [...warm.records, ...measured.requests],
  };
}

interface Measured {
  readonly requests: readonly ProbeRequestRecord[];
  readonly flags: readonly string[];
  readonly clientCpuMs: number;
}

const NOTHING: Measured = { requests: [], flags: [], clientCpuMs: 0 };

async function measure(
  ground: ProbeGround,
  index: number,
  { plan, settled }: { plan: LevelPlan; settled: Settled },
): Promise<Measured> {
  const endLag = watchLag();
  const before = process.cpuUsage();
  const sent = await sendLevel({
    plan,
    signal: ground.signal,
    nowUs: () => ground.clock.monoMs() * 1000,
    random: ground.random,
    requestAt: (position) => requestOf(ground, `${ground.probeId}/${index}/${position}`, { plan, settled }),
  });
  const { user, system } = process.cpuUsage(before);
  const flags = endLag();
  return { requests: await recordLevel(ground, sent), flags, clientCpuMs: (user + system) / 1000 };
}

function requestOf(
  ground: ProbeGround,
  requestId: string,
  { plan, settled }: { plan: LevelPlan; settled: Settled },
): ProbeRequest {
  const { stream_options, ...rest } = probeRequestBody({
    model: ground.model,
    nonce: ground.nonce(),
    wordCount: settled.wordCount,
    targetContext: plan.promptTarget,
    maxTokens: plan.maxTokens,
  });
  return {
    port: ground.port,
    body: settled.hasUsage ? { ...rest, stream_options } : rest,
    idleTimeoutMs: idleTimeoutMs(NO_GATE_MS),
    maxEvents: maxEventsOf(plan.maxTokens),
    signal: ground.signal,
    nowUs: () => ground.clock.monoMs() * 1000,
    requestId,
  };
}

interface Warmed {
  readonly settled: Settled;
  readonly records: readonly ProbeRequestRecord[];
  readonly failure: string | null;
}

async function settle(ground: ProbeGround, index: number, plan: LevelPlan): Promise<Warmed> {
  const known = ground.settled.get(plan.promptTarget);
  if (known !== undefined) return { settled: known, records: [], failure: null };
  const warm = await warmUp(aimOf(ground, plan, index), { settledWordCount: null });
  if (warm.kind === "aborted") return { settled: UNSETTLED, records: [], failure: "interrupted" };
  const records = warmUpRecords(warm);
  if (warm.kind !== "warm") {
    const why = warm.replicate.requests[0]?.error ?? "the provider went away";
    return { settled: UNSETTLED, records, failure: `warm-up: ${why}` };
  }
  const settled = { wordCount: warm.wordCount, hasUsage: warm.hasUsage };
  ground.settled.set(plan.promptTarget, settled);
  return { settled, records, failure: null };
}

const UNSETTLED: Settled = { wordCount: 1, hasUsage: true };

function warmUpRecords(warm: Exclude<WarmUpResult, { kind: "aborted" }>): ProbeRequestRecord[] {
  const [raw] = warm.replicate.requests;
  if (raw === undefined) return [];
  const endUs = raw.stampsUs.at(-1) ?? 0;
  return [recordOf({ position: 0, isWarmUp: true, tSchedUs: 0, originUs: 0 }, { raw, t0Us: 0, endUs })];
}

/** The serving process is not ours: its log is not held back, and its end shows as a broken request. */
const FOREIGN: ProbeAim["runner"] = {
  setQuiet: () => undefined,
  live: () => ({ hasExited: () => false, exit: () => null }),
};

function aimOf(ground: ProbeGround, plan: LevelPlan, index: number): ProbeAim {
  return {
    runner: FOREIGN,
    port: ground.port,
    model: ground.model,
    targetContext: plan.promptTarget,
    maxTokens: plan.maxTokens,
    gateTtftMs: NO_GATE_MS,
    signal: ground.signal,
    nonce: ground.nonce,
    nowUs: () => ground.clock.monoMs() * 1000,
    requestId: `${ground.probeId}/${index}/0`,
    lagLimitMs: null,
  };
}

async function totalsOf(ground: ProbeGround): Promise<EngineTotals | null> {
  return (await readHealth(ground.port, ground.signal))?.counters ?? null;
}
