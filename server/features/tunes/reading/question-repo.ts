import type { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../../platform/app.ts";

const ASKED = {
  id: true,
  agentId: true,
  startedAt: true,
  machineJson: true,
  engine: true,
  engineVersion: true,
  strategy: true,
  planJson: true,
} as const satisfies Prisma.TuneRunSelect;

export type AskedRun = Prisma.TuneRunGetPayload<{ select: typeof ASKED }>;

/** Ended runs whose engine is known, newest first; those the console found differing from their raw rows are left out. */
export function runsForQuestions(tx: Tx, orgId: string, take: number): Promise<AskedRun[]> {
  return tx.tuneRun.findMany({
    where: {
      orgId,
      recheck: "ok",
      startedAt: { not: null },
      finishedReportedAt: { not: null },
      engine: { not: null },
      engineVersion: { not: null },
    },
    orderBy: { requestedAt: "desc" },
    select: ASKED,
    take,
  });
}
