import type { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../../platform/app.ts";

/** 36 cells, an incumbent and a sentinel with every block repeated, calibration and confirmation stay far below this. */
const MAX_VISITS = 20_000;

export function findVisitContent(
  tx: Tx,
  key: { agentId: string; tuneRunId: string; seq: number },
): Promise<{ contentSha256: string } | null> {
  return tx.tuneVisit.findUnique({ where: { agentId_tuneRunId_seq: key }, select: { contentSha256: true } });
}

export async function insertVisit(tx: Tx, data: Prisma.TuneVisitUncheckedCreateInput): Promise<void> {
  await tx.tuneVisit.create({ data, select: { id: true } });
}

/** The visits of a run in the order they took place, as JSON texts. */
export async function visitTextsOf(tx: Tx, orgId: string, tuneRunId: string): Promise<string[]> {
  const rows = await tx.tuneVisit.findMany({
    where: { orgId, tuneRunId },
    orderBy: { seq: "asc" },
    select: { visitJson: true },
    take: MAX_VISITS,
  });
  return rows.map(({ visitJson }) => visitJson);
}
