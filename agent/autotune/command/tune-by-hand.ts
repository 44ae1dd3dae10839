import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { dryRunLines } from "../../../core/autotune/plan/dry-run.ts";
import { RecommendationDocument } from "../../../core/autotune/recommendation-document.ts";
import type { TunePlan } from "../../../core/autotune/tune-plan.ts";
import type { TuneProgress } from "../../../core/contract/v1/events.ts";
import { readEnvironment } from "../../host/environment.ts";
import { readMachineFacts } from "../../host/machine/machine-facts.ts";
import { readSignals } from "../../host/machine/signals.ts";
import { resolveStateDir } from "../../host/state-dir.ts";
import { systemClock } from "../../host/system-clock.ts";
import { wait } from "../../host/wait.ts";
import { openStore } from "../../store/open-store.ts";
import { findRun } from "../../store/tune-store.ts";
import { applyProblem } from "../apply/apply-recipe.ts";
import type { TuneIo } from "../emit.ts";
import { createInterruption, type Interruption } from "../interruption.ts";
import { openLocalSink } from "../local-sink.ts";
import { runTune } from "../run-tune.ts";
import type { TuneSink } from "../sink.ts";
import { type AutotuneFlags, type AutotuneOptions, readAutotuneFlags } from "./autotune-flags.ts";
import { conditionWarnings } from "./condition-warnings.ts";
import { checkOrder, type OrderRun } from "./order-check.ts";
import { reportOnly } from "./report-only.ts";
import { readTuneConfig, type TuneConfig } from "./tune-config.ts";
import { capabilityOf, ownVersionOf, tunePlace } from "./tune-place.ts";

const USAGE = 64;
const SETUP_FAILED = 1;

/** `espalier autotune` by hand: parse, then dry run, report or run; returns the exit code (section 13). */
export async function tuneByHand(options: AutotuneOptions, io: TuneIo): Promise<number> {
  const read = readAutotuneFlags(options);
  if (read.kind === "refused") {
    io.err(read.message);
    return USAGE;
  }
  const { flags } = read;
  const environment = readEnvironment();
  const stateDir = resolveStateDir(typeof options["stateDir"] === "string" ? options["stateDir"] : null, environment);
  const dbPath = flags.dbPath ?? join(stateDir, "agent.db");
  for (const warning of flags.warnings) io.err(warning);
  if (flags.isDryRun) {
    const place = { port: flags.port, database: dbPath, retainRuns: flags.retainRuns };
    for (const line of dryRunLines(flags.plan, place)) io.out(line);
    return 0;
  }
  if (flags.isReportOnly) return reportOnly({ stateDir, dbPath, wantsJson: flags.wantsJson, io });
  const hand: HandRun = { flags, stateDir, dbPath, io, environment };
  return flags.isOrderCheck ? orderCheck(hand) : run(hand, { plan: flags.plan, runId: randomUUID() });
}

const ORDER_PAIRS = 10;
const ORDER_IDLE_MS = 60_000;

/** M28: every run of the check is a tune run of its own. */
function orderCheck(hand: HandRun): Promise<number> {
  const { flags, io } = hand;
  return checkOrder({
    plan: flags.plan,
    pairs: ORDER_PAIRS,
    run: async (plan) => {
      const runId = randomUUID();
      const exitCode = await run(hand, { plan, runId });
      return { exitCode, chosen: chosenOf(hand, runId) };
    },
    idle: async () => {
      const stopped = new AbortController();
      const unhook = hookSignals({ interrupt: () => stopped.abort() });
      await wait(ORDER_IDLE_MS, stopped.signal);
      unhook();
      return !stopped.signal.aborted;
    },
    say: io.err,
  });
}

function chosenOf({ stateDir, dbPath }: HandRun, runId: string): OrderRun["chosen"] {
  if (!existsSync(dbPath)) return null;
  const store = openStore(stateDir, dbPath);
  try {
    const json = findRun(store, runId)?.recommendationJson ?? null;
    const recommendation = json === null ? null : RecommendationDocument.parse(JSON.parse(json)).recommendation;
    return recommendation === null
      ? null
      : { model: recommendation.model, knobs: JSON.stringify(recommendation.knobs) };
  } finally {
    store.close();
  }
}

interface HandRun {
  readonly flags: AutotuneFlags;
  readonly stateDir: string;
  readonly dbPath: string;
  readonly io: TuneIo;
  readonly environment: ReturnType<typeof readEnvironment>;
}

async function run(hand: HandRun, asked: { plan: TunePlan; runId: string }): Promise<number> {
  const { flags, stateDir, dbPath, io, environment } = hand;
  let config: TuneConfig;
  let sink: TuneSink;
  try {
    config = readTuneConfig(flags.configPath, environment);
    sink = openLocalSink({
      stateDir,
      dbPath,
      retainRuns: flags.retainRuns,
      onProgress: (progress) => tellProgress(progress, io),
      onLog: (text) => (flags.isVerbose ? io.err(text.trimEnd()) : undefined),
    });
  } catch (cause) {
    io.err(`autotune: ${cause instanceof Error ? cause.message : String(cause)}`);
    return SETUP_FAILED;
  }
  for (const warning of [...config.warnings, ...applyWarnings(flags, config)]) io.err(warning);
  const interruption = createInterruption(asked.plan.maxDurationS);
  const unhook = hookSignals(interruption);
  for (const line of conditionWarnings(await readSignals())) io.err(line);
  const code = await runTune(
    {
      ...asked,
      origin: "local",
      jobId: null,
      wantsJson: flags.wantsJson,
      wantsApply: flags.wantsApply,
    },
    {
      ...tunePlace({
        stateDir,
        environment,
        config,
        port: flags.port,
        drain: flags.drain,
        mayForceKill: flags.mayForceKill,
        isVerbose: flags.isVerbose,
      }),
      sink,
      io,
      clock: systemClock,
      facts: await readMachineFacts(stateDir),
      capability: await capabilityOf(config, environment),
      providerVersion: await ownVersionOf(config, environment),
      interruption,
      dbPath,
      configPath: config.path,
    },
  );
  unhook();
  return code;
}

/** Says before hours of measuring what would keep `--apply` from writing at the end; the run goes on all the same (B83). */
function applyWarnings(flags: AutotuneFlags, config: TuneConfig): string[] {
  if (!flags.wantsApply) return [];
  const values = { model: "org/model", kv_bits: 8, max_context_override: 1, max_concurrency_override: 1 } as const;
  const problem = applyProblem(config.path, values);
  return problem === null ? [] : [`warning: --apply will fail: ${config.path}: ${problem}`];
}

/** Ctrl-C and SIGTERM end the run politely, provider first (B91). */
export function hookSignals(interruption: Pick<Interruption, "interrupt">): () => void {
  const hooks = (["SIGINT", "SIGTERM"] as const).map((name) => {
    const hook = () => interruption.interrupt(`interrupted by ${name}`);
    process.on(name, hook);
    return () => process.off(name, hook);
  });
  return () => {
    for (const unhook of hooks) unhook();
  };
}

function tellProgress(progress: TuneProgress, io: TuneIo): void {
  if (progress.replicate !== undefined || progress.fetched !== undefined || progress.phase === "finished") return;
  const step = progress.cell ?? progress.candidate;
  const place = step === undefined ? "" : ` ${step.index} of ${step.of}`;
  io.err(`autotune: ${progress.phase}${place}${progress.model === undefined ? "" : ` ${progress.model}`}`);
}
