import { z } from "zod";
import { ConfirmationFigures } from "../schema.ts";
import type { ConfirmationRow } from "./confirmation-repo.ts";

/** `result_json` of a confirmation: how many fresh inputs are missing while it runs, then how it ended. */
const ConfirmationResult = z.strictObject({
  missing: z.int().min(0).optional(),
  figures: ConfirmationFigures.optional(),
  isEarly: z.boolean().optional(),
  /** Why it is void. */
  reason: z.string().optional(),
});
type ConfirmationResult = z.infer<typeof ConfirmationResult>;

export const resultText = (result: ConfirmationResult): string => JSON.stringify(ConfirmationResult.parse(result));

export function resultOf({ resultJson }: { readonly resultJson: string | null }): ConfirmationResult {
  return resultJson === null ? {} : ConfirmationResult.parse(JSON.parse(resultJson));
}

export const missingOf = (row: ConfirmationRow): number => resultOf(row).missing ?? 0;
