import type { Command } from "commander";
import type { AutotuneOptions } from "../autotune/command/autotune-flags.ts";
import { tuneByHand } from "../autotune/command/tune-by-hand.ts";
import { tuneForAgent } from "../autotune/command/tune-for-agent.ts";
import { runHelper } from "../autotune/lock/helper.ts";
import { runCommand } from "./run-command.ts";

const VALUES: readonly (readonly [flags: string, description: string])[] = [
  ["--target-context <tokens>", "context the model has to fit at, default 2000"],
  ["--candidate-models <ids>", "comma-separated model ids, tried in the given order"],
  ["--max-model-size <size>", "trim the built-in list, such as 16B"],
  ["--min-model-size <size>", "trim the built-in list, such as 7B"],
  ["--kv-bits-axis <cells>", "default unset,4,8"],
  ["--max-batch-axis <cells>", "default 1,2"],
  ["--max-context-axis <cells>", "absolute token caps, default the target context"],
  ["--stage1-replicates <n>", "default 1"],
  ["--stage2-replicates <n>", "default 3"],
  ["--gate-ttft-ms <ms>", "first-token gate, default 60000"],
  ["--tps-tie-epsilon <share>", "default 0.02"],
  ["--max-duration <s>", "hard cap of the run, default 7200"],
  ["--drain-grace <s>", "how long a drained provider may take to end, default 30"],
  ["--port <n>", "loopback port of the candidates, default 18080"],
  ["--db-path <path>", "database, default agent.db in the state folder"],
  ["--retain-runs <n>", "default 50"],
  ["--config <path>", "config file"],
  ["--strategy <name>", "grid or blocked-halving, default grid"],
  ["--state-dir <dir>", "state folder"],
];

const SWITCHES: readonly (readonly [flags: string, description: string])[] = [
  ["--confirm", "compare the winner with the applied recipe in fresh visits"],
  ["--order-check", "ten pairs of runs, cells forward and reverse: does their order decide here?"],
  ["--apply", "write the winner into the config file; the service is not restarted"],
  ["--drain", "stop a provider that is in the way and bring it back at the end"],
  ["--restart-foreground", "with --drain: start a provider run by hand again at the end"],
  ["--json", "print the recommendation document as one line"],
  ["--dry-run", "print the plan; nothing is started, created or written"],
  ["--no-force-kill", "never send SIGKILL to a provider"],
  ["--report-only", "print the newest stored recommendation"],
  ["-v, --verbose", "per-replicate details on stderr"],
  ["--debug", "print the stack of a failure"],
];

/** `espalier autotune`, and the helper that every run arms (B102). */
export function registerAutotune(program: Command): void {
  const command = program
    .command("autotune")
    .description("Find the biggest model that fits this machine at a target context, then the best knobs for it.");
  for (const [flags, description] of [...VALUES, ...SWITCHES]) command.option(flags, description);
  command
    .option("--run-id <uuid>", "the agent's run; only with --channel")
    .option("--channel", "take the plan from the agent over IPC")
    .action((options: AutotuneOptions) =>
      runCommand({ debug: options["debug"] === true }, (io) =>
        options["channel"] === true ? tuneForAgent(options, io) : tuneByHand(options, io),
      ),
    );
  program
    .command("tune-helper", { hidden: true })
    .requiredOption("--state-dir <dir>", "state folder")
    .requiredOption("--run-id <uuid>", "the run this helper guards")
    .action((options: { stateDir: string; runId: string }) =>
      runCommand({}, async () => {
        await runHelper(options.stateDir, options.runId, process.stdin);
        return 0;
      }),
    );
}
