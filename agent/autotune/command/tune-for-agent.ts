import { join } from "node:path";
import { readEnvironment } from "../../host/environment.ts";
import { readMachineFacts } from "../../host/machine/machine-facts.ts";
import { resolveStateDir } from "../../host/state-dir.ts";
import { systemClock } from "../../host/system-clock.ts";
import { openAgentChannel, type PlanMessage } from "../channel-sink.ts";
import type { TuneIo } from "../emit.ts";
import { createInterruption, type Interruption } from "../interruption.ts";
import { runTune } from "../run-tune.ts";
import type { TuneSink } from "../sink.ts";
import type { AutotuneOptions } from "./autotune-flags.ts";
import { hookSignals } from "./tune-by-hand.ts";
import { readTuneConfig, withEngine } from "./tune-config.ts";
import { capabilityOf, ownVersionOf, tunePlace } from "./tune-place.ts";

const NO_PLAN = 1;

/** `espalier autotune --run-id UUID --channel`: the agent's child, which gets its plan and leaves its rows over IPC (B123). */
export async function tuneForAgent(options: AutotuneOptions, stderr: Pick<TuneIo, "err">): Promise<number> {
  let early: string | null = null;
  let running: Interruption | null = null;
  const interrupt = (reason: string) => {
    early ??= reason;
    running?.interrupt(reason);
  };
  const unhook = hookSignals({ interrupt });
  const channel = openAgentChannel({
    onCancel: interrupt,
    onClosed: () => interrupt("the agent went away"),
  });
  let message: PlanMessage;
  try {
    message = await channel.plan;
  } catch (cause) {
    stderr.err(`autotune: ${cause instanceof Error ? cause.message : String(cause)}`);
    return NO_PLAN;
  }
  const interruption = createInterruption(message.plan.maxDurationS);
  running = interruption;
  if (early !== null) interruption.interrupt(early);
  const code = await runWith({ options, message, sink: channel.sink, interruption });
  unhook();
  return code;
}

interface AgentRun {
  readonly options: AutotuneOptions;
  readonly message: PlanMessage;
  readonly sink: TuneSink;
  readonly interruption: Interruption;
}

async function runWith({ options, message, sink, interruption }: AgentRun): Promise<number> {
  const environment = readEnvironment();
  const stateDir = resolveStateDir(typeof options["stateDir"] === "string" ? options["stateDir"] : null, environment);
  const config = withEngine(readTuneConfig(null, environment), message.engine);
  const io: TuneIo = { out: (line) => sink.log(`${line}\n`), err: (line) => sink.log(`${line}\n`) };
  return runTune(
    {
      runId: message.runId,
      plan: message.plan,
      origin: "console",
      jobId: message.jobId,
      wantsJson: false,
      wantsApply: false,
    },
    {
      ...tunePlace({
        stateDir,
        environment,
        config,
        port: message.port,
        drain: message.drain === undefined ? null : { ...message.drain, isForegroundRestarted: true },
        mayForceKill: true,
        isVerbose: true,
      }),
      sink,
      io,
      clock: systemClock,
      facts: await readMachineFacts(stateDir),
      capability: await capabilityOf(config, environment),
      providerVersion: await ownVersionOf(config, environment),
      interruption,
      dbPath: join(stateDir, "agent.db"),
      configPath: config.path,
    },
  );
}
