import { randomBytes, randomUUID } from "node:crypto";
import { loadavg } from "node:os";
import { probeDocument } from "../../../core/probing/probe-document.ts";
import type { ProbeStart } from "../../../core/probing/probe-record.ts";
import { probeLines } from "../../../core/probing/report-lines.ts";
import { takeTuneLock } from "../../autotune/lock/tune-lock.ts";
import { CommandError, EXIT_CODES, SIGNAL_CODES } from "../../commands/command-error.ts";
import type { CommandIo } from "../../commands/run-command.ts";
import { readEnvironment } from "../../host/environment.ts";
import { readMachineFacts } from "../../host/machine/machine-facts.ts";
import { readSignals } from "../../host/machine/signals.ts";
import { resolveStateDir } from "../../host/state-dir.ts";
import { systemClock } from "../../host/system-clock.ts";
import { wait } from "../../host/wait.ts";
import { type EventSubject, makeEventWriter } from "../../loop/event-writer.ts";
import { askAgent } from "../../loop/local-socket.ts";
import { readEnrolment } from "../../loop/plane/enrolment.ts";
import { systemWorld } from "../../loop/system-world.ts";
import { openStore } from "../../store/open-store.ts";
import { findProvider } from "../find-provider.ts";
import { type ProbeOutcomeReport, runProbe, summariesOf } from "../run-probe.ts";
import { storeSink } from "../store-sink.ts";
import { type ProbeFlags, type ProbeOptions, readProbeFlags } from "./probe-flags.ts";
import { hookProbeStop } from "./probe-stop.ts";

/** What the agent adds when it starts a probe for a job. */
export interface ProbeErrand {
  readonly probeId: string;
  readonly subject: EventSubject;
}

/** `espalier probe`: finds the provider, measures it, stores the rows, prints them; returns the exit code. */
export async function probeCommand(options: ProbeOptions, errand: ProbeErrand | null, io: CommandIo): Promise<number> {
  const read = readProbeFlags(options);
  if (read.kind === "refused") throw new CommandError("usage", read.message, { fix: "espalier probe --help" });
  const { flags } = read;
  const stateDir = resolveStateDir(flags.stateDir, readEnvironment());
  const probeId = errand?.probeId ?? randomUUID();
  const found = await findProvider(stateDir, flags.port);
  if (found.kind === "none") {
    throw new CommandError("answer_is_no", found.reason, { fix: found.fix });
  }
  const lock = await takeTuneLock(stateDir, probeId);
  if (lock.kind === "busy") {
    const who = lock.pid === null ? "" : ` (pid ${lock.pid})`;
    throw new CommandError("later", `a tune run holds this machine${who}`, { fix: "wait for its end, or cancel it" });
  }
  try {
    return await probeAndPrint({ flags, stateDir, probeId, errand, provider: found.provider, io });
  } finally {
    // A dead run's candidate stays named, so that the next run still stops it (B102).
    lock.lock.release({ keepsCandidate: true });
  }
}

/** How long a probe by hand waits for the agent to hear of its rows; it reads its outbox each minute anyway. */
const ASK_MS = 500;

/** What the agent gets between two levels of a job to send the rows of the first. */
const UPLOAD_PAUSE_MS = 500;

interface Asked {
  readonly flags: ProbeFlags;
  readonly stateDir: string;
  readonly probeId: string;
  readonly errand: ProbeErrand | null;
  readonly provider: ProbeStart["provider"];
  readonly io: CommandIo;
}

async function probeAndPrint({ flags, stateDir, probeId, errand, provider, io }: Asked): Promise<number> {
  const { chip, ramGb, osVersion } = await readMachineFacts(stateDir);
  const start: ProbeStart = {
    probeId,
    origin: errand === null ? "local" : "console",
    profile: flags.profile,
    purpose: "measure",
    startedAt: new Date(systemClock.wallMs()).toISOString(),
    machine: { chip, ramGb, osVersion },
    provider,
  };
  const store = openStore(stateDir);
  const isEnrolled = readEnrolment(stateDir) !== null;
  const events = isEnrolled ? makeEventWriter(store, systemWorld, randomUUID()) : null;
  const stop = hookProbeStop({ followsInput: errand !== null });
  try {
    const report = await runProbe({
      start,
      load: flags.load,
      ground: {
        probeId,
        port: provider.port,
        model: provider.model,
        clock: systemClock,
        signal: stop.signal,
        nonce: () => randomBytes(6).toString("hex"),
        random: systemWorld.random,
        signals: readSignals,
        loadAverage: () => loadavg()[0] ?? null,
        settled: new Map(),
      },
      sink: storeSink({ store, events, subject: errand?.subject ?? null }),
      tell: (line) => io.err(`probe: ${line}`),
      pause: () => wait(errand === null ? 0 : UPLOAD_PAUSE_MS, stop.signal),
    });
    if (errand === null && isEnrolled) await askAgent(stateDir, { type: "written" }, ASK_MS);
    print(report, flags, io);
    return exitCodeOf(report, stop.asked());
  } finally {
    stop.unhook();
    store.close();
  }
}

function print(report: ProbeOutcomeReport, flags: ProbeFlags, io: CommandIo): void {
  const { start, end, levels } = report;
  const summaries = summariesOf(report);
  if (flags.wantsJson) {
    const parts = levels.flatMap(({ requests }, index) => {
      const summary = summaries[index];
      return summary === undefined ? [] : [{ summary, requests }];
    });
    io.out(JSON.stringify(probeDocument({ start, end, levels: parts })));
  } else {
    for (const line of probeLines(start, summaries)) io.out(line);
  }
  if (end.message !== null) io.err(`probe: ${end.message}`);
}

function exitCodeOf({ end }: ProbeOutcomeReport, asked: "SIGINT" | "SIGTERM" | null): number {
  if (end.exitReason === "ok") return EXIT_CODES.ok;
  return end.exitReason === "interrupted" && asked !== null ? SIGNAL_CODES[asked] : EXIT_CODES.answer_is_no;
}
