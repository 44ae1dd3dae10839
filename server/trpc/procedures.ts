import { initTRPC, TRPCError } from "@trpc/server";
import { z } from "zod";
import type { Permission } from "../../core/access/roles.ts";
import { AppError, ERROR_TABLE, type ErrorCode } from "../platform/errors.ts";
import { authorise } from "./authorise.ts";
import type { Context } from "./context.ts";
import { inputWords } from "./input-words.ts";

interface Meta {
  can: Permission;
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    errorFormatter({ shape, error }) {
      const code: ErrorCode = error.cause instanceof AppError ? error.cause.code : codeOf(error);
      return {
        code: shape.code,
        message: messageOf(error) ?? ERROR_TABLE[code].fix,
        data: {
          code: shape.data.code,
          httpStatus: shape.data.httpStatus,
          appCode: code,
          fix: ERROR_TABLE[code].fix,
          isRetryable: ERROR_TABLE[code].isRetryable,
          details: error.cause instanceof AppError ? error.cause.details : null,
        },
      };
    },
    sse: {
      maxDurationMs: 30 * 60_000,
      ping: { enabled: true, intervalMs: 15_000 },
      client: { reconnectAfterInactivityMs: 45_000 },
    },
  });

/** What a person may read of an error as its cause; null where only the table speaks. */
function messageOf({ cause, code, message }: TRPCError): string | null {
  if (cause instanceof AppError) return message;
  if (code !== "BAD_REQUEST") return null;
  return cause instanceof z.ZodError ? inputWords(cause) : message;
}

function codeOf(error: TRPCError): ErrorCode {
  if (error.code === "BAD_REQUEST" || error.code === "PARSE_ERROR") return "BAD_INPUT";
  if (error.code === "NOT_FOUND") return "NOT_FOUND";
  return "INTERNAL";
}

export const router = t.router;

/** The one procedure factory: every procedure states `.meta({ can })`, input and output; the policy runs before the body (TP5). */
export const procedure = t.procedure.use(async ({ ctx, meta, next }) => {
  try {
    const allowed = await authorise(ctx, meta?.can);
    const result = await next({ ctx: allowed });
    if (!result.ok && result.error.cause instanceof AppError) throw result.error.cause;
    return result;
  } catch (cause) {
    if (cause instanceof AppError) {
      throw new TRPCError({ code: ERROR_TABLE[cause.code].trpc, message: cause.message, cause });
    }
    throw cause;
  }
});
