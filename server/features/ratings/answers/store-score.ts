import type { Tx } from "../../../platform/app.ts";
import type { Context } from "../../../trpc/context.ts";
import { insertRating } from "../../images/index.ts";
import { standingRatings } from "../repo.ts";
import type { Answer } from "../schema.ts";
import type { Seen } from "./seen.ts";
import { writeRecord } from "./write-record.ts";

interface NewScore {
  seen: Extract<Seen, { kind: "run" }>;
  answer: Extract<Answer, { kind: "score" }>;
  warmup: boolean;
}

/** Writes a score of a run; a later one of the same person names the one it replaces (IM33). */
export async function storeScore(ctx: Context, tx: Tx, { seen, answer, warmup }: NewScore): Promise<string> {
  const { run, session } = seen;
  const { orgId } = ctx.scope;
  const own = (await standingRatings(tx, { orgId, raterId: session.raterId, runIds: [run.id] })).at(-1);
  const { zoom100, msOnImage } = answer.view;
  const view = { zoom100, ms_on_image: msOnImage };
  const isRepeat = own !== undefined && !seen.isAnswered;
  const written = await writeRecord(ctx, tx, {
    class: run.class,
    body: {
      kind: "rating",
      input_blake3: run.inputBlake3,
      score: answer.score,
      ...(answer.notes === undefined ? {} : { notes: answer.notes }),
      run_id: run.id,
      ...(run.outputBlake3 === null ? {} : { output_blake3: run.outputBlake3 }),
      blind: seen.isBlind,
      ...(warmup ? { warmup: true as const } : {}),
      view,
      ...(own === undefined ? {} : { replaces: own.eventId }),
    },
  });
  await insertRating(tx, {
    ...written,
    orgId,
    runId: run.id,
    inputBlake3: run.inputBlake3,
    outputBlake3: run.outputBlake3,
    class: run.class,
    raterId: session.raterId,
    score: answer.score,
    notes: answer.notes ?? null,
    isBlind: seen.isBlind,
    isWarmUp: warmup,
    isRepeat,
    join: "run",
    viewJson: JSON.stringify(view),
    replaces: own?.eventId ?? null,
    sessionId: session.id,
  });
  return written.eventId;
}
