import type { z } from "zod";
import type { JobLog } from "../../../../core/contract/v1/events.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import { publish } from "../../../platform/feed.ts";
import type { Context } from "../../../trpc/context.ts";
import { type JobRow, tuneRunIdOf } from "../../jobs/index.ts";
import { findRun, insertLogChunk, logChunks } from "../repo.ts";
import type { TuneLogInput, TuneLogOutput } from "../schema.ts";

/** MS4: what a job's log may hold, and room for the truncation marker. */
const LOG_MOST_BYTES = 8 * 1024 * 1024 + 64 * 1024;
const CHUNKS_A_READ = 64;

/** MS4: keeps a slice of a run's log once. */
export async function appendTuneLog(
  app: App,
  tx: Tx,
  slice: { job: JobRow; chunk: z.infer<typeof JobLog> },
): Promise<void> {
  const { job, chunk } = slice;
  const tuneRunId = tuneRunIdOf(job);
  if (tuneRunId === null || chunk.offset > LOG_MOST_BYTES) return;
  const { orgId } = job;
  const at = app.clock.now();
  await insertLogChunk(tx, { tuneRunId, offset: chunk.offset, orgId, text: chunk.text, receivedAt: at });
  await publish(tx, { orgId, at, topic: "tune", subject: tuneRunId, kind: "log" });
}

/** The log from a byte offset on; `nextOffset` is where to go on. */
export async function getTuneLog(
  ctx: Context,
  input: z.infer<typeof TuneLogInput>,
): Promise<z.infer<typeof TuneLogOutput>> {
  const { orgId } = ctx.scope;
  if ((await findRun(ctx.app.db, { id: input.id, orgId })) === null) throw new AppError("NOT_FOUND");
  const chunks = await logChunks(ctx.app.db, { orgId, tuneRunId: input.id, after: input.after, take: CHUNKS_A_READ });
  const last = chunks.at(-1);
  return { chunks, nextOffset: last === undefined ? input.after : last.offset + Buffer.byteLength(last.text) };
}
