import type { z } from "zod";
import { ClassFit } from "../../../../core/tuning/exploration/fit-shape.ts";
import type { Db, Tx } from "../../../platform/app.ts";
import { runningConfirmations } from "../reading/score-repo.ts";

interface OfClass {
  orgId: string;
  class: string;
}

const FitJson = ClassFit.omit({ baseSha: true, spreads: true });

interface KeptFit extends z.infer<typeof FitJson> {
  readonly baseSha: string;
  /** Last place of the log that it knows. */
  readonly seq: number;
}

/** The newest fit of a class, whatever is live by now. */
export async function findFit(tx: Db | Tx, of: OfClass): Promise<KeptFit | null> {
  const row = await tx.imageClassFit.findUnique({
    where: { orgId_class: of },
    select: { baseSha: true, seq: true, fitJson: true },
  });
  return row === null ? null : { ...FitJson.parse(JSON.parse(row.fitJson)), baseSha: row.baseSha, seq: row.seq };
}

/** Keeps a fit with the spread of every argument set, unless one of the same live recipe knows more of the log (TU28, TU29). While a blind confirmation of the class runs none is kept, because a fit tells what its verdicts say (TU40). */
export async function keepFit(tx: Tx, of: OfClass, found: { fit: ClassFit; seq: number; at: Date }): Promise<void> {
  const { fit, seq, at: computedAt } = found;
  const { baseSha, spreads, ...kept } = fit;
  if ((await runningConfirmations(tx, of)).length > 0) return;
  const known = await tx.imageClassFit.findUnique({ where: { orgId_class: of }, select: { baseSha: true, seq: true } });
  if (known?.baseSha === baseSha && known.seq > seq) return;
  const data = { baseSha, seq, computedAt, fitJson: JSON.stringify(kept) };
  const where = { orgId_class: of };
  await tx.imageClassFit.upsert({ where, create: { ...of, ...data }, update: data, select: { seq: true } });
  await tx.imageSpread.deleteMany({ where: of });
  await tx.imageSpread.createMany({ data: spreads.map((one) => ({ ...of, ...one, baseSha })) });
}
