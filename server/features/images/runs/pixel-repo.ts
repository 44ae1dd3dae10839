import type { Tx } from "../../../platform/app.ts";

/** A run by what its result decodes to. */
interface PixelRun {
  readonly id: string;
  readonly number: number;
  readonly input: string;
  readonly pixels: string;
}

const MAX_SAME = 5000;
const SELECT = { id: true, number: true, inputBlake3: true, outputPixelsBlake3: true } as const;

/** Those of the runs whose pixels are known; the list is the bound. */
export async function runsWithPixels(tx: Tx, orgId: string, ids: string[]): Promise<PixelRun[]> {
  return pixelRuns(await tx.imageRun.findMany({ where: { orgId, id: { in: ids } }, select: SELECT }));
}

/** Every run of these pictures whose pixels are known, the newest first. */
export async function pixelsOfInputs(tx: Tx, orgId: string, inputs: string[]): Promise<PixelRun[]> {
  const where = { orgId, inputBlake3: { in: inputs } };
  return pixelRuns(await tx.imageRun.findMany({ where, select: SELECT, orderBy: { number: "desc" }, take: MAX_SAME }));
}

const pixelRuns = (
  rows: readonly { id: string; number: number; inputBlake3: string; outputPixelsBlake3: string | null }[],
): PixelRun[] =>
  rows.flatMap(({ id, number, inputBlake3: input, outputPixelsBlake3: pixels }) =>
    pixels === null ? [] : [{ id, number, input, pixels }],
  );
