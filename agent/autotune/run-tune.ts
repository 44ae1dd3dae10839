import { searchChoice } from "../../core/autotune/evidence/replay-run.ts";
import { buildDocument, type SearchChoice, SPEC_VERSION } from "../../core/autotune/recommendation.ts";
import { keptTrial } from "../../core/autotune/report/chosen-trial.ts";
import { decideCompletion } from "../../core/autotune/report/completion.ts";
import { exitCodeOf } from "../../core/autotune/report/exit-code.ts";
import { winnerTrial } from "../../core/autotune/select.ts";
import type { TuneTrial } from "../../core/autotune/trial.ts";
import type { TunePlan } from "../../core/autotune/tune-plan.ts";
import type { TuneFinished } from "../../core/contract/v1/events.ts";
import type { AppliedConfig } from "../store/obligations/obligation.ts";
import { applyWinner } from "./apply/apply-winner.ts";
import type { TuneRunStart } from "./channel.ts";
import { endOfFailure, type RunEnd } from "./decide-end.ts";
import { type RunObligations, runObligations } from "./drain/run-obligations.ts";
import { emit, noFeasibleReport } from "./emit.ts";
import { binaryVersionOf } from "./provider/binary-version.ts";
import { fileSha256 } from "./restore/put-config-back.ts";
import { nothingBut, runSearch, type SearchReport } from "./run-search.ts";
import type { TunePlace, TuneRequest } from "./tune-request.ts";

/** One tune run from its provisional row to its final one (B88, B89); returns the exit code. Never throws. */
export async function runTune(asked: TuneRequest, place: TunePlace): Promise<number> {
  const request = { ...asked, plan: withRngKey(asked.plan, place) };
  const start = startRow(request, place);
  try {
    await place.sink.startRun(start);
  } catch (cause) {
    place.io.err(`autotune: cannot store the run: ${messageOf(cause)}`);
    await place.sink.close();
    return exitCodeOf("config_error");
  }
  const obligations = runObligations(request, place);
  const report = await searched(request, place, obligations);
  place.interruption.disarm();
  try {
    const end = await concluded(request, { place, start, report, obligations });
    return exitCodeOf(end.exitReason);
  } finally {
    await obligations.restore(null);
    await report.release();
    await place.sink.close();
  }
}

/** Only `blocked-halving` draws; its key is stored before anything is started, so that every choice can be replayed (M20). */
function withRngKey(plan: TunePlan, place: TunePlace): TunePlan {
  return plan.strategy === "blocked-halving" ? { ...plan, rngKey: plan.rngKey ?? place.drawRngKey() } : plan;
}

function startRow({ runId, plan, origin, jobId }: TuneRequest, place: TunePlace): TuneRunStart {
  return {
    runId,
    plan,
    origin,
    jobId,
    startedAt: new Date(place.clock.wallMs()).toISOString(),
    specVersion: SPEC_VERSION,
    binaryVersion: binaryVersionOf({
      engine: place.capability?.engine ?? null,
      engineVersion: place.capability?.engineVersion ?? null,
      own: place.providerVersion,
    }),
    engine: place.capability?.engine ?? null,
    engineVersion: place.capability?.engineVersion ?? null,
    machineChip: place.facts.chip,
    machineRamGb: place.facts.ramGb,
    machineOsVersion: place.facts.osVersion,
    rngKey: plan.rngKey ?? null,
  };
}

async function searched(request: TuneRequest, place: TunePlace, obligations: RunObligations): Promise<SearchReport> {
  const trials: TuneTrial[] = [];
  try {
    return await runSearch(request, { place, trials, obligations });
  } catch (cause) {
    const end = endOfFailure(cause, place.interruption.ending());
    return { ...nothingBut(end, () => Promise.resolve()), trials };
  }
}

interface Conclusion {
  readonly place: TunePlace;
  readonly start: TuneRunStart;
  readonly report: SearchReport;
  readonly obligations: RunObligations;
}

async function concluded(request: TuneRequest, conclusion: Conclusion): Promise<RunEnd> {
  const { place, start, report, obligations } = conclusion;
  const { end, trials, engine } = report;
  const { plan, runId } = request;
  const endedAt = new Date(place.clock.wallMs()).toISOString();
  const document = documentOf(request, conclusion, endedAt);
  const { recommendation } = document;
  const winner = recommendation === null ? null : winnerTrial(recommendation, trials);
  const hasKept = decideCompletion(end.exitReason, report) !== "none";
  const search = searchOf(report);
  const kept =
    recommendation !== null && hasKept ? keptTrial(trials, { plan, searchWinner: search?.winner ?? null }) : null;
  emit({ io: place.io, document, end, plan, trials, winner, wantsJson: request.wantsJson });
  const applied = applyWinner({ request, place, document, end, isDrained: obligations.hasDrained() });
  const isPutBack = await obligations.restore(appliedConfig(place, applied.backupPath));
  const finished: TuneFinished = {
    runId,
    exitReason: applied.end.exitReason,
    startedAt: start.startedAt,
    endedAt: applied.end.exitReason === "interrupted" ? null : endedAt,
    specVersion: SPEC_VERSION,
    binaryVersion: document.machine.binary_version,
    engine: engine?.name ?? start.engine,
    engineVersion: engine?.version ?? start.engineVersion,
    recommendationJson: recommendation === null ? null : JSON.stringify(document),
    recipeHash: document.recipe_hash,
    keptLocalId: kept?.localId ?? null,
    ...(report.confirmation === null ? {} : { confirmation: report.confirmation.compared }),
    ...(start.rngKey === null ? {} : { rngKey: start.rngKey }),
    ...(report.baseline === null ? {} : { baseline: report.baseline }),
    isApplied: applied.backupPath !== null && !isPutBack,
    message: (applied.end.message ?? noFeasibleMessage(end, plan, trials))?.slice(0, 2000) ?? null,
  };
  try {
    if (kept !== null) await place.sink.markKept(kept.localId);
    await place.sink.finish(finished);
  } catch (cause) {
    place.io.err(`autotune: cannot store the end of the run: ${messageOf(cause)}`);
  }
  return applied.end;
}

function documentOf(request: TuneRequest, { place, start, report }: Conclusion, endedAt: string) {
  const { engine } = report;
  return buildDocument({
    runId: request.runId,
    plan: request.plan,
    trials: report.trials,
    startedAt: start.startedAt,
    endedAt,
    machine: {
      ramGb: start.machineRamGb,
      chip: start.machineChip,
      osVersion: start.machineOsVersion,
      binaryVersion:
        engine === null
          ? start.binaryVersion
          : binaryVersionOf({ engine: engine.name, engineVersion: engine.version, own: place.providerVersion }),
    },
    exitReason: report.end.exitReason,
    areCellsFinished: report.areCellsFinished,
    hasStage2Begun: report.hasStage2Begun,
    dbPath: place.dbPath,
    provider: place.providerName,
    baseline: report.baseline,
    search: searchOf(report),
    confirmation: report.confirmation?.document,
  });
}

function searchOf({ fold }: SearchReport): SearchChoice | undefined {
  return fold === null ? undefined : searchChoice(fold);
}

/** What a restore needs to undo the apply; null when nothing was written (B35). */
function appliedConfig({ configPath }: TunePlace, backupPath: string | null): AppliedConfig | null {
  return backupPath === null ? null : { path: configPath, sha256: fileSha256(configPath), backupPath };
}

function noFeasibleMessage(end: RunEnd, plan: TunePlan, trials: readonly TuneTrial[]): string | null {
  return end.exitReason === "no_feasible" ? noFeasibleReport(plan, trials).error : null;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
