import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { JobKey, Timers } from "../../../core/contract/v1/messages.ts";

/** Which console this agent belongs to, under which id, and whose signatures it trusts. */
export const Enrolment = z.object({
  consoleUrl: z.string(),
  agentId: z.uuid(),
  orgId: z.string(),
  serverId: z.string(),
  jobKeys: z.array(JobKey),
  timers: Timers,
  allowHttp: z.boolean(),
});
export type Enrolment = z.infer<typeof Enrolment>;

const pathOf = (stateDir: string): string => join(stateDir, "identity", "enrolment.json");

/** The stored enrolment, null before the first join. A file of its own, so that a damaged agent.db does not cost it (OB3). */
export function readEnrolment(stateDir: string): Enrolment | null {
  try {
    const parsed = Enrolment.safeParse(JSON.parse(readFileSync(pathOf(stateDir), "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Stores an enrolment, replacing the one before as a whole. */
export function writeEnrolment(stateDir: string, enrolment: Enrolment): void {
  const path = pathOf(stateDir);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, JSON.stringify(enrolment), { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}
