import { type PreparedLog, prepareLog } from "../../core/tuning/evidence/prepare-log.ts";
import {
  type ClassReplay,
  classReplayLine,
  classReplayNotes,
  isBroken,
} from "../../core/tuning/replay/class-replay.ts";
import { type ReplayReport, replayLine, replayReport } from "../../core/tuning/report/replay-report.ts";
import { EXIT_CODES, SIGNAL_CODES } from "../commands/command-error.ts";
import type { CommandIo } from "../commands/run-command.ts";
import { readEnvironment } from "../host/environment.ts";
import { systemClock } from "../host/system-clock.ts";
import { hookProbeStop } from "../probe/command/probe-stop.ts";
import type { LogCache } from "./cache/log-cache.ts";
import { withLogCache } from "./cache/with-log-cache.ts";
import { collectLog, readLine } from "./collect-log.ts";
import { liveRecipe } from "./live-recipe.ts";
import { collectStored } from "./replay/collect-stored.ts";
import { replayInputs } from "./replay/replay-inputs.ts";
import type { ReplayFlags } from "./tuner-flags.ts";

/** `espalier tuner replay`: the scores of the current recipe beside those of all; with inputs also the stored runs once more; writes nothing (TU5, TU52). Returns the exit code. */
export function runReplay(flags: ReplayFlags, io: CommandIo): Promise<number> {
  return withLogCache({ writes: false, io }, (cache, said) => replayLog(flags, cache, said));
}

async function replayLog(flags: ReplayFlags, cache: LogCache, io: CommandIo): Promise<number> {
  const { log, counts } = await collectLog({ path: flags.log, class: flags.class, cache }, io);
  const prepared = prepareLog(log, "run", flags.class);
  const reports = await scoreReports(prepared, flags);
  const code = flags.inputs === null ? printScores(reports, flags, io) : await replayAll(reports, flags, io);
  io.err(readLine(counts, prepared.joined.orphans));
  return code;
}

async function scoreReports({ classes, evidence, sets }: PreparedLog, flags: ReplayFlags): Promise<ReplayReport[]> {
  const reports: ReplayReport[] = [];
  for (const name of classes) {
    const live = await liveRecipe(name, flags.recipeDir);
    reports.push(replayReport(name, evidence.rated(name), { sets, sha: live?.recipe.sha ?? null }));
  }
  return reports;
}

function printScores(reports: readonly ReplayReport[], { wantsJson }: ReplayFlags, io: CommandIo): number {
  for (const report of reports) io.out(wantsJson ? JSON.stringify(report) : replayLine(report));
  return EXIT_CODES.ok;
}

async function replayAll(reports: readonly ReplayReport[], flags: ReplayFlags, io: CommandIo): Promise<number> {
  const stored = await collectStored(flags.log, flags.class);
  const byClass = new Map(reports.map((report) => [report.class, report]));
  const request = { inputs: flags.inputs ?? ".", classes: [...byClass.keys()], stored };
  const stop = hookProbeStop({ followsInput: false });
  let hasBroken = false;
  try {
    const world = { environment: readEnvironment(), monoMs: systemClock.monoMs, signal: stop.signal };
    await replayInputs(request, world, (replay) => {
      hasBroken ||= isBroken(replay);
      print(replay, { scores: byClass.get(replay.class), wantsJson: flags.wantsJson }, io);
    });
  } catch (failure) {
    const asked = stop.asked();
    if (asked === null) throw failure;
    return SIGNAL_CODES[asked];
  } finally {
    stop.unhook();
  }
  return hasBroken ? EXIT_CODES.answer_is_no : EXIT_CODES.ok;
}

interface Printing {
  readonly scores: ReplayReport | undefined;
  readonly wantsJson: boolean;
}

function print(replay: ClassReplay, { scores, wantsJson }: Printing, io: CommandIo): void {
  if (wantsJson) {
    io.out(JSON.stringify({ ...scores, ...replay }));
    return;
  }
  if (scores !== undefined) io.out(replayLine(scores));
  io.out(classReplayLine(replay));
  for (const note of classReplayNotes(replay)) io.err(note);
}
