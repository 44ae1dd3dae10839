import { z } from "zod";
import type { ConfirmationRow } from "./confirmation-repo.ts";

const Figures = z.strictObject({
  judged: z.int(),
  better: z.int(),
  tied: z.int(),
  worse: z.int(),
  mean: z.number(),
  lower: z.number(),
  upper: z.number(),
  signP: z.number(),
});

/** `result_json` of a confirmation: how many fresh inputs are missing while it runs, then how it ended. */
const ConfirmationResult = z.strictObject({
  missing: z.int().min(0).optional(),
  figures: Figures.optional(),
  isEarly: z.boolean().optional(),
  /** Why it is void. */
  reason: z.string().optional(),
});
type ConfirmationResult = z.infer<typeof ConfirmationResult>;

export const resultText = (result: ConfirmationResult): string => JSON.stringify(ConfirmationResult.parse(result));

export function resultOf({ resultJson }: Pick<ConfirmationRow, "resultJson">): ConfirmationResult {
  return resultJson === null ? {} : ConfirmationResult.parse(JSON.parse(resultJson));
}

export const missingOf = (row: ConfirmationRow): number => resultOf(row).missing ?? 0;
