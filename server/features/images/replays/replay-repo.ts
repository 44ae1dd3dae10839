import type { Tx } from "../../../platform/app.ts";

/** A run as its record says it, and its number. */
export interface StoredLine {
  readonly id: string;
  readonly line: string;
}

/** The records of the newest finished runs of a class that repeat no other, newest first (TU52). */
export async function storedLines(
  tx: Tx,
  of: { orgId: string; class: string; recipeSha: string | null; take: number },
): Promise<StoredLine[]> {
  const { orgId, recipeSha, take } = of;
  const runs = await tx.imageRun.findMany({
    where: {
      orgId,
      class: of.class,
      state: "done",
      replayOf: null,
      isClassCorrected: false,
      ...(recipeSha === null ? {} : { recipeSha }),
    },
    orderBy: { number: "desc" },
    select: { id: true },
    take,
  });
  const events = await tx.imageEvent.findMany({
    where: { orgId, kind: "run", runId: { in: runs.map(({ id }) => id) } },
    select: { runId: true, line: true },
    take,
  });
  const lines = new Map(events.map(({ runId, line }) => [runId, Buffer.from(line).toString("utf8")]));
  return runs.flatMap(({ id }) => {
    const line = lines.get(id);
    return line === undefined ? [] : [{ id, line }];
  });
}

const COMPARED = {
  id: true,
  number: true,
  state: true,
  inputBlake3: true,
  recipeSha: true,
  engineJson: true,
  outputBlake3: true,
  outputPixelsBlake3: true,
  distanceJson: true,
  errorReason: true,
} as const;

/** Runs as a report compares them, in no order. */
export function comparedRuns(tx: Tx, orgId: string, ids: string[]) {
  return tx.imageRun.findMany({ where: { orgId, id: { in: ids } }, select: COMPARED });
}
export type ComparedRun = Awaited<ReturnType<typeof comparedRuns>>[number];
