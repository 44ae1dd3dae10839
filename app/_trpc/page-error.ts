import { z } from "zod";

const Thrown = z.object({ cause: z.object({ code: z.string() }) });

/** The app code of an error that a procedure threw in this process; null for anything unexpected. */
export function pageErrorCode(error: unknown): string | null {
  const thrown = Thrown.safeParse(error);
  return thrown.success ? thrown.data.cause.code : null;
}
