import { type LevelSummary, probeMethod, summariseLevel } from "../../core/probing/level-summary.ts";
import type { ProbeEnd, ProbeLevel, ProbeRequestRecord, ProbeStart } from "../../core/probing/probe-record.ts";
import { type LevelPlan, openLevels, type ProbeProfile, planLevels } from "../../core/probing/profile.ts";
import { sliceLevel } from "../../core/probing/slices.ts";
import type { ProbeSink } from "./probe-sink.ts";
import { type ProbeGround, runLevel } from "./run-level.ts";

/** What is asked: a profile, or one level stated in full. */
export type ProbeLoad =
  | { readonly kind: "profile"; readonly profile: ProbeProfile; readonly gaps: "exponential" | "constant" }
  | { readonly kind: "custom"; readonly plan: LevelPlan };

export interface ProbeRun {
  readonly start: ProbeStart;
  readonly load: ProbeLoad;
  readonly ground: ProbeGround;
  readonly sink: ProbeSink;
  /** Called before each level and after it: people wait for it, and the agent keeps still in between (M5). */
  readonly tell: (line: string) => void;
  /** Between two levels, so that whoever kept still may catch up; not after the last. */
  readonly pause: () => Promise<void>;
}

interface ProbedLevel {
  readonly level: ProbeLevel;
  readonly requests: readonly ProbeRequestRecord[];
}

export interface ProbeOutcomeReport {
  readonly start: ProbeStart;
  readonly end: ProbeEnd;
  readonly levels: readonly ProbedLevel[];
}

/** Each level as every surface shows it. */
export function summariesOf({ start, levels }: Pick<ProbeOutcomeReport, "start" | "levels">): LevelSummary[] {
  const method = probeMethod(levels.flatMap(({ requests }) => requests));
  return levels.map(({ level, requests }) => summariseLevel({ start, level, requests, method }));
}

/** Level after level; each is stored before the next begins, and one that was interrupted leaves no row (M17, M5). */
export async function runProbe(run: ProbeRun): Promise<ProbeOutcomeReport> {
  await run.sink.start(run.start);
  const planned = plannedLevels(run);
  if (planned.kind === "unknown") return finish(run, [], { exitReason: "failed", message: planned.reason });
  const done: ProbedLevel[] = [];
  const first = await runLevels(run, planned.levels, done);
  if (first !== null) return finish(run, done, first);
  const { load } = run;
  if (load.kind === "profile" && load.profile === "open@1") {
    const best = bestRate(run.start, done);
    if (best === null) return finish(run, done, { exitReason: "failed", message: "the sweep found no request rate" });
    const second = await runLevels(run, openLevels(best, load.gaps), done);
    if (second !== null) return finish(run, done, second);
  }
  return finish(run, done, { exitReason: "ok", message: null });
}

function plannedLevels({ load, start }: ProbeRun): ReturnType<typeof planLevels> {
  if (load.kind === "custom") return { kind: "ok", levels: [load.plan] };
  return planLevels(load.profile, start.provider);
}

/** Requests per second of the best closed-loop level. */
function bestRate(start: ProbeStart, levels: readonly ProbedLevel[]): number | null {
  const rates = summariesOf({ start, levels }).flatMap(({ requestRps }) => requestRps ?? []);
  return rates.length === 0 ? null : Math.max(...rates);
}

type Ended = Pick<ProbeEnd, "exitReason" | "message">;

/** Null when every level was run. */
async function runLevels(run: ProbeRun, plans: readonly LevelPlan[], done: ProbedLevel[]): Promise<Ended | null> {
  const { ground, sink, start, tell } = run;
  for (const plan of plans) {
    if (ground.signal.aborted) return INTERRUPTED;
    if (done.length > 0) await run.pause();
    tell(`level ${done.length + 1}: ${plan.requests} requests`);
    const result = await runLevel(ground, done.length, plan);
    if (ground.signal.aborted) return INTERRUPTED;
    await sink.level(sliceLevel(start.probeId, result.level, result.requests));
    done.push(result);
    tell(`level ${done.length} measured`);
    const failure = failureOf(result);
    if (failure !== null) return { exitReason: "failed", message: failure };
  }
  return null;
}

const INTERRUPTED: Ended = { exitReason: "interrupted", message: "interrupted" };

/** A level of which nothing came back ends the probe: the provider is down or refuses everything. */
function failureOf({ level, requests }: ProbedLevel): string | null {
  if (level.failure !== null) return level.failure;
  const measured = requests.filter(({ isWarmUp }) => !isWarmUp);
  return measured.some(({ error }) => error === null) ? null : (measured[0]?.error ?? "nothing was measured");
}

async function finish(run: ProbeRun, levels: readonly ProbedLevel[], ended: Ended): Promise<ProbeOutcomeReport> {
  const end: ProbeEnd = {
    ...ended,
    message: ended.message?.slice(0, 2000) ?? null,
    probeId: run.start.probeId,
    endedAt: new Date(run.ground.clock.wallMs()).toISOString(),
    levels: levels.length,
    tpsMethod: probeMethod(levels.flatMap(({ requests }) => requests)),
  };
  await run.sink.finish(end);
  return { start: run.start, end, levels };
}
