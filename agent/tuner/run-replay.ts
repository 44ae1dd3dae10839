import { replayLine, replayReport } from "../../core/tuning/report/replay-report.ts";
import type { CommandIo } from "../commands/run-command.ts";
import { collectLog, readLine } from "./collect-log.ts";
import { liveRecipe } from "./live-recipe.ts";
import { prepareLog } from "./prepare-classes.ts";
import type { CommonFlags } from "./tuner-flags.ts";

/** `espalier tuner replay`: the scores of the current recipe beside those of all; writes nothing (TU5). */
export async function runReplay(flags: CommonFlags, io: CommandIo): Promise<number> {
  const { log, counts } = await collectLog(flags.log, flags.class, io);
  const prepared = prepareLog(log, "run", flags.class);
  for (const name of prepared.classes) {
    const live = await liveRecipe(name, flags.recipeDir);
    const evidence = prepared.evidence.get(name);
    const report = replayReport(name, evidence, { sets: prepared.sets, sha: live?.recipe.sha ?? null });
    io.out(flags.wantsJson ? JSON.stringify(report) : replayLine(report));
  }
  io.err(readLine(counts, prepared.joined.orphans));
  return 0;
}
