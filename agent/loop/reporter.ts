import type { Capabilities, MachineFacts } from "../../core/contract/v1/facts.ts";
import type { LocalPolicy } from "../policy/read-policy.ts";
import type { PlaneLink } from "./plane/plane-link.ts";
import { type Report, type ReportHashes, reportHashes, sendReport } from "./plane/report-facts.ts";

/** Readings of this machine; each may fail, and then the last one stands (MS1). */
export interface ReportSources {
  facts(): Promise<MachineFacts>;
  capabilities(options: { isRefreshed: boolean }): Promise<Capabilities>;
  policy(): LocalPolicy;
  isTuneLockHeld(): boolean;
}

/** What this agent last said about its machine, and what the console took. */
export interface Reporter {
  hashes(): ReportHashes;
  facts(): Promise<MachineFacts>;
  cachedModels(): string[];
  canTakeJob(): boolean;
  /** Sends what changed; all of it when asked. */
  send(wish: { isAsked: boolean }): Promise<void>;
}

const NO_CAPABILITIES: Capabilities = { kinds: ["tune"], engines: [], cachedModels: [], providers: [], missing: [] };
/** Free space moves all the time; only steps of this size are news. */
const DISK_STEP_BYTES = 256 * 1024 * 1024;

function steady(facts: MachineFacts): MachineFacts {
  const { diskFreeBytes } = facts;
  if (diskFreeBytes === null) return facts;
  return { ...facts, diskFreeBytes: Math.floor(diskFreeBytes / DISK_STEP_BYTES) * DISK_STEP_BYTES };
}

/** Makes the reporter; the first reading is taken here, so that the first poll has its hashes. */
export async function makeReporter(
  sources: ReportSources,
  plane: PlaneLink,
  log: (line: string) => void,
): Promise<Reporter> {
  let accepted: Partial<ReportHashes> = {};
  let acceptedBy: string | null = null;
  let caps = NO_CAPABILITIES;
  let facts = steady(await sources.facts());

  const read = async (isRefreshed: boolean): Promise<Report> => {
    try {
      facts = steady(await sources.facts());
      caps = await sources.capabilities({ isRefreshed });
    } catch (failure) {
      log(`a reading of this machine failed: ${String(failure)}`);
    }
    return { facts, caps, policy: sources.policy().summary };
  };
  let report = await read(false);
  return {
    hashes: () => reportHashes(report),
    facts: sources.facts,
    cachedModels: () => caps.cachedModels.map((model) => model.id),
    canTakeJob: () => !sources.isTuneLockHeld(),
    send: async ({ isAsked }) => {
      const serverId = plane.enrolment()?.serverId ?? null;
      if (isAsked || acceptedBy !== serverId) accepted = {};
      report = await read(isAsked);
      accepted = await sendReport(plane, report, accepted);
      acceptedBy = serverId;
    },
  };
}
