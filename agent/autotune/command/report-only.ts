import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { RecommendationDocument } from "../../../core/autotune/recommendation-document.ts";
import { terminalBlock } from "../../../core/autotune/report/terminal-block.ts";
import { winnerTrial } from "../../../core/autotune/select.ts";
import { readEnrolment } from "../../loop/plane/enrolment.ts";
import { type AgentStore, openStoreCopy } from "../../store/open-store.ts";
import { newestRun, trialsOf } from "../../store/tune-store.ts";
import type { TuneIo } from "../emit.ts";

export interface ReportRequest {
  readonly stateDir: string;
  readonly dbPath: string;
  readonly wantsJson: boolean;
  readonly io: TuneIo;
}

/** `--report-only`: the newest stored recommendation and, when enrolled, its page on the console; exit 0, or 1 when there is none. */
export function reportOnly({ stateDir, dbPath, wantsJson, io }: ReportRequest): number {
  if (!existsSync(dbPath)) return nothingToReport(io);
  let store: AgentStore;
  try {
    store = openStoreCopy(dbPath);
  } catch (cause) {
    io.err(`autotune: ${cause instanceof Error ? cause.message : String(cause)}`);
    return 1;
  }
  try {
    const run = newestRun(store, { hasRecommendation: true });
    if (run === null || run.recommendationJson === null) return nothingToReport(io);
    const document = RecommendationDocument.parse(JSON.parse(run.recommendationJson));
    const { recommendation } = document;
    const winner = recommendation === null ? null : winnerTrial(recommendation, trialsOf(store, run.runId));
    for (const line of terminalBlock(document, { exitReason: run.exitReason, tpsMethod: winner?.tpsMethod ?? null })) {
      io.out(line);
    }
    // Only runs in the agent's own database are on the console (B127).
    const enrolment = resolve(dbPath) === resolve(join(stateDir, "agent.db")) ? readEnrolment(stateDir) : null;
    if (enrolment !== null) io.out(`console: ${enrolment.consoleUrl.replace(/\/+$/, "")}/tunes/${run.runId}`);
    if (wantsJson) io.out(JSON.stringify(document));
    return 0;
  } finally {
    store.close();
  }
}

function nothingToReport(io: TuneIo): number {
  io.err("autotune: no stored run to report");
  return 1;
}
