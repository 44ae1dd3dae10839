import { z } from "zod";
import type { Tx } from "../../../platform/app.ts";
import { drawnWith } from "../confirmation-repo.ts";
import { type AnswerEvent, findAnswer, newestAnswers } from "../record-repo.ts";
import { type BenchRun, findBenchRuns, runsOfPair } from "../repo.ts";
import type { SessionRow } from "../session-repo.ts";

const PAGE = 200;
const LAST_PLACE = 2 ** 31 - 1;

const AnswerLine = z.object({
  event_id: z.string(),
  ts_unix_ms: z.number(),
  revokes: z.string().optional(),
  score: z.number().optional(),
  verdict: z.string().optional(),
  reason: z.string().optional(),
  left_run: z.string().optional(),
  right_run: z.string().optional(),
  confirmation_id: z.string().optional(),
});
type AnswerLine = z.infer<typeof AnswerLine>;

/** An answer of the log with what it was given to. */
export interface Answered {
  kind: string;
  line: AnswerLine;
  /** One run, or two: of a verdict as they stood, left first, of a skip in the order the pair was made. */
  runs: BenchRun[];
  isPair: boolean;
  /** The confirmation that drew its pair, whether or not the answer counts there; null for any other (TU40). */
  confirmationId: string | null;
}

type Sitting = Pick<SessionRow, "raterId" | "confirmationId"> & { orgId: string };

/** The rater's newest answer that stands; answers to pairs of a confirmation are found from a sitting of that confirmation only, since shown elsewhere they would tell which was which (TU40). */
export async function newestStanding(tx: Tx, sitting: Sitting): Promise<Answered | null> {
  const { orgId, raterId } = sitting;
  const revoked = new Set<string>();
  let before = LAST_PLACE;
  for (;;) {
    const events = await newestAnswers(tx, { orgId, raterId, before, take: PAGE });
    for (const event of events) {
      const line = lineOf(event);
      if (line.revokes !== undefined) revoked.add(line.revokes);
      else if (!revoked.has(line.event_id)) {
        const answered = await answeredIn(tx, sitting, { event, line });
        if (answered !== null) return answered;
      }
    }
    const last = events.at(-1);
    if (last === undefined || events.length < PAGE) return null;
    before = last.seq;
  }
}

/** The answer that an event of the rater's own took back; null where no event has this id, `other` where it took back nothing that this sitting may see. */
export async function takenBackBy(tx: Tx, sitting: Sitting, eventId: string): Promise<Answered | "other" | null> {
  const { orgId, raterId } = sitting;
  const event = await findAnswer(tx, orgId, eventId);
  if (event === null) return null;
  const revokes = event.raterId === raterId && event.kind === "revoke" ? lineOf(event).revokes : undefined;
  const revoked = revokes === undefined ? null : await findAnswer(tx, orgId, revokes);
  if (revoked === null || revoked.raterId !== raterId) return "other";
  return (await answeredIn(tx, sitting, { event: revoked, line: lineOf(revoked) })) ?? "other";
}

const lineOf = (event: AnswerEvent): AnswerLine => AnswerLine.parse(JSON.parse(new TextDecoder().decode(event.line)));

interface Read {
  event: AnswerEvent;
  line: AnswerLine;
}

/** Null for an answer to a pair of another confirmation than the sitting's. */
async function answeredIn(tx: Tx, { orgId, confirmationId: own }: Sitting, read: Read): Promise<Answered | null> {
  const { event, line } = read;
  if (line.confirmation_id !== undefined && line.confirmation_id !== own) return null;
  const runs = await runsOf(tx, orgId, read);
  const [first] = runs;
  const drawn = first?.notRateable === "confirmation" ? await drawnWith(tx, orgId, first.pairId ?? "") : null;
  const confirmationId = line.confirmation_id ?? drawn?.confirmationId ?? null;
  if (confirmationId !== null && confirmationId !== own) return null;
  const isPair = event.kind === "pair" || event.pairId !== null;
  if (event.kind === "skip" && drawn !== null && drawn.liveRun !== first?.id) runs.reverse();
  return { kind: event.kind, line, runs, isPair, confirmationId };
}

async function runsOf(tx: Tx, orgId: string, { event, line }: Read): Promise<BenchRun[]> {
  if (event.kind === "skip" && event.pairId !== null) return runsOfPair(tx, orgId, event.pairId);
  const ids = [event.runId, line.left_run, line.right_run].flatMap((id) => id ?? []);
  const runs = new Map((await findBenchRuns(tx, orgId, ids)).map((run) => [run.id, run]));
  return ids.flatMap((id) => runs.get(id) ?? []);
}
