import { tmpdir } from "node:os";
import { confirmationDocument } from "../../core/autotune/evidence/fold-confirmation.ts";
import type { SearchFold } from "../../core/autotune/evidence/fold-visits.ts";
import type { TuneBaseline, TuneConfirmation } from "../../core/autotune/evidence/tune-comparisons.ts";
import type { TuneVisit } from "../../core/autotune/evidence/tune-visit.ts";
import { collapseWarnings } from "../../core/autotune/plan/collapse-axes.ts";
import type { RecommendationDocument } from "../../core/autotune/recommendation-document.ts";
import { STRATEGY_VERSION } from "../../core/autotune/strategy-version.ts";
import type { TuneTrial } from "../../core/autotune/trial.ts";
import type { TunePlan } from "../../core/autotune/tune-plan.ts";
import { childEnvironment } from "../host/child-environment.ts";
import { isMachineShared } from "./conflicts/detect.ts";
import { occupyPort } from "./conflicts/occupy-port.ts";
import { TUNE_PORT } from "./conflicts/tune-port.ts";
import { decideEnd, endOfFailure, type RunEnd } from "./decide-end.ts";
import type { RunObligations } from "./drain/run-obligations.ts";
import { cleanUpLeftovers } from "./lock/clean-up.ts";
import { armHelper, type Helper } from "./lock/helper.ts";
import { keepAwake } from "./lock/keep-awake.ts";
import type { PortLock } from "./lock/port-lock.ts";
import { type TuneLock, takeTuneLock } from "./lock/tune-lock.ts";
import { binaryVersionOf } from "./provider/binary-version.ts";
import { dropOldLogs, providerLogFolder } from "./provider/provider-log.ts";
import { createProviderRunner, type ProviderRunner } from "./provider/provider-runner.ts";
import { type RunConfig, writeRunConfig } from "./provider/run-config.ts";
import { createProgressReporter } from "./search/progress.ts";
import { runSecondStage, type SecondStage } from "./search/second-stage.ts";
import { runStageOne, type StageOneResult, type StoreTrial } from "./search/stage-one.ts";
import { ruleOf, type TuneContext, type VisitLog } from "./search/tune-context.ts";
import type { TunePlace, TuneRequest } from "./tune-request.ts";

export interface SearchReport {
  readonly end: RunEnd;
  readonly trials: readonly TuneTrial[];
  readonly hasStage2Begun: boolean;
  readonly areCellsFinished: boolean;
  /** What the providers said they are; null when none became ready. */
  readonly engine: { readonly name: string; readonly version: string | null } | null;
  /** The applied recipe as this run measured it (B118). */
  readonly baseline: TuneBaseline | null;
  /** The search of `blocked-halving`, cut short or not; null for `grid` and before Stage 2. */
  readonly fold: SearchFold | null;
  /** What a confirmation compared and what came of it (M24); null when none was asked for. */
  readonly confirmation: Confirmed | null;
  /** Dismisses the helper, frees lock and port; called after restore and final row. */
  release(): Promise<void>;
}

interface Confirmed {
  readonly compared: TuneConfirmation;
  readonly document: RecommendationDocument["confirmation"];
}

interface SearchInput {
  readonly place: TunePlace;
  /** Filled as rows are stored, so that an unexpected failure still reports them. */
  readonly trials: TuneTrial[];
  readonly obligations: RunObligations;
}

/** The report of a run that measured nothing. */
export const nothingBut = (end: RunEnd, release: () => Promise<void>): SearchReport => ({
  end,
  trials: [],
  hasStage2Begun: false,
  areCellsFinished: false,
  engine: null,
  baseline: null,
  fold: null,
  confirmation: null,
  release,
});

/** Lock, leftovers, conflicts, then the two stages; the provider is stopped on every path, restore and release are the caller's (B88). */
export async function runSearch(
  request: TuneRequest,
  { place, trials, obligations }: SearchInput,
): Promise<SearchReport> {
  const { runId } = request;
  place.sink.progress({ runId, phase: "preflight", monoMs: place.clock.monoMs() });
  const taken = await takeTuneLock(place.stateDir, runId);
  if (taken.kind === "busy") {
    const message = `another tune run is active (pid ${taken.pid ?? "unknown"})`;
    return nothingBut({ exitReason: "provider_conflict", message }, () => Promise.resolve());
  }
  const held: Held = { lock: taken.lock, port: null, helper: null, isStuck: false };
  const release = async () => {
    await held.helper?.dismiss();
    held.lock.release({ keepsCandidate: held.isStuck });
    held.port?.release();
  };
  try {
    const notes = await cleanUpLeftovers(place.stateDir, taken.previous);
    for (const note of notes) place.io.err(`autotune: cleaned up: ${note}`);
    const unsettled = await obligations.settleStale();
    if (unsettled !== null) return nothingBut({ exitReason: "provider_conflict", message: unsettled }, release);
    // Before the first drain, so that nothing is drained without somebody to bring it back (B102).
    held.helper = await armHelper(place.stateDir, runId, place.environment);
    const occupied = await occupyPort(place, obligations);
    held.port = occupied.port;
    if (occupied.end !== null) return nothingBut(occupied.end, release);
    dropOldLogs(providerLogFolder(place.environment), place.clock.wallMs());
    return { ...(await searchWith({ request, place, trials, held })), release };
  } catch (cause) {
    return { ...nothingBut(endOfFailure(cause, place.interruption.ending()), release), trials };
  }
}

interface Held {
  readonly lock: TuneLock;
  port: PortLock | null;
  helper: Helper | null;
  isStuck: boolean;
}

interface Searching {
  readonly request: TuneRequest;
  readonly place: TunePlace;
  readonly trials: TuneTrial[];
  readonly held: Held;
}

async function searchWith(searching: Searching): Promise<Omit<SearchReport, "release">> {
  const { request, place, held } = searching;
  const awake = await keepAwake();
  const config = runConfig(request, place);
  const runner = createProviderRunner({
    binary: place.binary,
    env: {
      ...childEnvironment(place.environment),
      ESPALIER_CONFIG: config.path,
      MACPROVIDER_CONFIG: config.path,
    },
    port: held.port?.port ?? TUNE_PORT,
    logFolder: providerLogFolder(place.environment),
    lock: held.lock,
    mayForceKill: place.mayForceKill,
    ...(place.stopGraceMs === null ? {} : { stopGraceMs: place.stopGraceMs }),
    wallMs: place.clock.wallMs,
    newId: place.newId,
    onText: place.sink.log,
    onQuiet: place.sink.quiet,
  });
  try {
    return await stages(searching, runner);
  } finally {
    await tidy({ runner, config, held });
    awake?.();
  }
}

interface Tidying {
  readonly runner: ProviderRunner;
  readonly config: RunConfig;
  readonly held: Held;
}

async function tidy({ runner, config, held }: Tidying): Promise<void> {
  const stop = await runner.stop();
  held.isStuck = stop.kind === "stuck";
  config.remove();
}

function runConfig({ plan }: TuneRequest, place: TunePlace): RunConfig {
  const pinned = plan.candidates.flatMap(({ id, revision }) => (revision === null ? [] : [[id, revision]]));
  return writeRunConfig(place.environment["TMPDIR"] ?? tmpdir(), {
    engine: place.engine,
    engineBin: place.engineBin,
    engineThreads: place.engineThreads,
    hubCacheDir: place.hubCacheDir,
    stateDir: place.stateDir,
    modelRevisions: Object.fromEntries(pinned),
  });
}

async function stages(searching: Searching, runner: ProviderRunner): Promise<Omit<SearchReport, "release">> {
  const { place, trials } = searching;
  const { context, store } = contextOf(searching, runner);
  const stageOne: StageOneResult = await runStageOne(context, store);
  let second: SecondStage | null = null;
  if (stageOne.kind === "chosen" && place.interruption.ending() === null) {
    const { capability } = context.engine;
    if (capability !== null) for (const line of collapseWarnings(context.plan, capability)) place.io.err(line);
    const machine = () => ({
      chip: place.facts.chip,
      ramGb: place.facts.ramGb,
      binaryVersion: binaryVersionOf({
        engine: context.engine.name,
        engineVersion: context.engine.version,
        own: place.providerVersion,
      }),
    });
    second = await runSecondStage(context, { model: stageOne.model, capability, store, machine });
  }
  context.progress({ phase: "emit" });
  const stageTwo = second?.result ?? null;
  const { name, version } = context.engine;
  return {
    end: decideEnd({
      stageOne,
      stageTwo,
      ending: place.interruption.ending(),
      hasFeasibleCell: second !== null && second.winner !== null,
    }),
    trials,
    hasStage2Begun: stageTwo !== null || stageOne.kind === "chosen",
    areCellsFinished: stageTwo?.kind === "finished",
    fold: second?.fold ?? null,
    confirmation: confirmationOf(context, second),
    engine: name === null ? null : { name, version },
    baseline: context.baseline.current,
  };
}

function confirmationOf(context: TuneContext, second: SecondStage | null): Confirmed | null {
  const confirmation = second?.confirmation ?? null;
  if (confirmation === null) return null;
  const { plan, visits } = context;
  const evidence = { confirmation, visits: visits.taken, rule: ruleOf(context), tieEpsilon: plan.tpsTieEpsilon };
  return { compared: confirmation, document: confirmationDocument(evidence) };
}

/** Each visit is committed before it counts as taken (M20). */
function openVisitLog({ sink }: TunePlace, plan: TunePlan): VisitLog {
  const taken: TuneVisit[] = [];
  return {
    strategy: STRATEGY_VERSION[plan.strategy],
    taken,
    store: async (visit) => {
      await sink.storeVisit(visit);
      taken.push(visit);
    },
  };
}

function contextOf(searching: Searching, runner: ProviderRunner) {
  const { request, place, trials } = searching;
  const { runId, plan } = request;
  const { clock, sink } = place;
  const reporter = createProgressReporter({
    runId,
    clock,
    sink,
    startedMs: clock.monoMs(),
    maxDurationS: plan.maxDurationS,
    tieEpsilon: plan.tpsTieEpsilon,
    areRowsInOrder: plan.strategy !== "blocked-halving",
  });
  const store: StoreTrial = async (draft) => {
    const trial = { ...draft, localId: await sink.storeTrial(draft) };
    trials.push(trial);
    reporter.noteTrial(trial);
    return trial;
  };
  const context: TuneContext = {
    runId,
    plan,
    port: runner.port,
    runner,
    sink,
    visits: openVisitLog(place, plan),
    trials,
    cache: place.cache,
    clock,
    signal: place.interruption.signal,
    nonce: place.nonce,
    signals: place.signals,
    wakeTime: place.wakeTime,
    isShared: () => isMachineShared(place.processes, runner.live()?.pid ?? null),
    progress: reporter.report,
    detail: place.isVerbose ? place.io.err : () => undefined,
    applied: place.applied,
    baseline: { current: null },
    loadDeadlineMs: place.loadDeadlineMs,
    pauseMs: place.pauseMs,
    lagLimitMs: place.lagLimitMs,
    lastStop: { monoMs: null },
    wordCounts: new Map(),
    method: { current: null },
    engine: { name: null, version: null, capability: place.capability },
  };
  return { context, store };
}
