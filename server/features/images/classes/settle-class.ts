import { z } from "zod";
import { ClassBy } from "../../../../core/imaging/record/parts.ts";
import type { Tx } from "../../../platform/app.ts";
import { changeInput, findInput, type InputRow } from "../inputs/input-repo.ts";
import { clearClassCorrected, firstRunFromElsewhere, markClassCorrected } from "../runs/run-repo.ts";
import { standingCorrection } from "./correction-repo.ts";

interface Picture {
  orgId: string;
  blake3: string;
}

interface Named {
  class: string | null;
  classBy: string | null;
}

/** IM11, IM12: gives a picture the class of the correction that stands, else the one it has without any, and marks its runs by it. */
export async function settleClass(tx: Tx, { orgId, blake3 }: Picture): Promise<void> {
  const input = await findInput(tx, orgId, blake3);
  if (input === null) return;
  const corrected = await standingCorrection(tx, { orgId, inputBlake3: blake3 });
  const named = corrected === null ? await uncorrected(tx, orgId, input) : { class: corrected, classBy: "correction" };
  await changeInput(tx, { orgId, blake3 }, { ...named });
  if (named.class !== null && named.classBy === "correction")
    await markClassCorrected(tx, { orgId, hashes: [blake3], classNow: named.class });
  else await clearClassCorrected(tx, { orgId, blake3 });
}

/** What is read of a stored classification; records of other versions may hold more. */
const Classified = z.object({ class: z.string(), class_by: ClassBy });

/** The class a picture was classified with; of one that was never classified here, of the run that brought it. */
async function uncorrected(tx: Tx, orgId: string, input: InputRow): Promise<Named> {
  const { data } = Classified.safeParse(JSON.parse(input.classificationJson ?? "null"));
  if (data !== undefined) return { class: data.class, classBy: data.class_by };
  const run = await firstRunFromElsewhere(tx, { orgId, inputBlake3: input.blake3 });
  return run === null ? { class: null, classBy: null } : { class: run.class, classBy: run.classBy };
}
