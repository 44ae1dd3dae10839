import type { z } from "zod";
import { decidePick, type PickKind } from "../../../../core/imaging/bench/session-rules.ts";
import { nextPicture } from "../../../../core/tuning/queue/next-picture.ts";
import type { VoteStrength } from "../../../../core/tuning/queue/next-vote.ts";
import { nextVote } from "../../../../core/tuning/queue/next-vote.ts";
import { mulberry32, type RandomSource } from "../../../../core/tuning/sampling/mulberry32.ts";
import type { Tx } from "../../../platform/app.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { findFit } from "../../images/index.ts";
import { type RatingFacts, ratingFacts } from "../queue-repo.ts";
import { type BenchRun, findBenchRuns } from "../repo.ts";
import { type BenchItem, BenchMode, type NextInput, type NextOutput, type PickTerm } from "../schema.ts";
import { changeSession, type SessionRow, shownRuns, viewsOfMany } from "../session-repo.ts";
import { type Showing, showRuns } from "../views/show-runs.ts";
import { goldOf } from "./gold.ts";
import { ownSession } from "./open-bench.ts";
import { repeatOf } from "./repeats.ts";
import { type Waiting, waitingId, waitingOf } from "./waiting.ts";

/** Numbers of the sitting's seed that one pick may use. */
const DRAWS_A_PICK = 1;
const RECENT = 20;

interface Bench {
  session: SessionRow;
  waiting: Waiting[];
  /** Runs shown before or held now, oldest first. */
  recent: BenchRun[];
  /** Runs and pairs that the bench holds unanswered. */
  held: Set<string | null>;
  /** Read with the first pick, good for all of one call: nothing is rated meanwhile. */
  facts: Map<string, RatingFacts> | null;
  /** Likewise (TU30). */
  strengths: VoteStrength[] | null;
}

type Pick = { showing: Showing; term: PickTerm } | "spaced" | "empty";

/** Chooses the next pictures by priority (TU29, TU30), hides a repeat now and then (IM64), and shows them under fresh tokens. */
export function nextItems(ctx: Context, input: z.infer<typeof NextInput>): Promise<z.infer<typeof NextOutput>> {
  return transaction(ctx.app, "ratings.next", async (tx) => {
    const bench = await readBench(ctx, tx, input);
    const items: BenchItem[] = [];
    let end: "more" | "spaced" | "empty" = "more";
    while (items.length < input.count && end === "more") {
      const pick = await pickOne(ctx, tx, bench);
      bench.session = await changeSession(tx, bench.session.id, { draws: { increment: DRAWS_A_PICK } });
      if (typeof pick === "string") end = pick;
      else {
        items.push(await showRuns(ctx, tx, { session: bench.session, ...pick }));
        hold(bench, pick.showing);
      }
    }
    return { items, end };
  });
}

async function readBench(ctx: Context, tx: Tx, input: z.infer<typeof NextInput>): Promise<Bench> {
  const { orgId } = ctx.scope;
  const session = await ownSession(ctx, tx, input.sessionId);
  const views = await viewsOfMany(tx, { orgId, userId: requireActor(ctx).userId, viewIds: input.held });
  const sides = views.filter(({ side }) => side === "output" || side === "left" || side === "right");
  const heldIds = new Set(sides.flatMap(({ runId, pairId }) => (pairId === null ? [runId] : [pairId])));
  const shown = await shownRuns(tx, session.id, RECENT);
  const ids = [...shown, ...sides.flatMap(({ runId }) => runId ?? [])];
  const runs = new Map((await findBenchRuns(tx, orgId, ids)).map((run) => [run.id, run]));
  const waiting = (await waitingOf(ctx, tx, session)).filter((one) => !heldIds.has(waitingId(one)));
  return {
    session,
    waiting,
    recent: ids.flatMap((id) => runs.get(id) ?? []),
    held: heldIds,
    facts: null,
    strengths: null,
  };
}

function hold(bench: Bench, showing: Showing): void {
  const run = showing.kind === "pair" ? showing.first : showing.run;
  const id = showing.kind === "pair" ? showing.pairId : run.id;
  bench.waiting = bench.waiting.filter((one) => waitingId(one) !== id);
  bench.recent.push(run);
  bench.held.add(id);
}

async function pickOne(ctx: Context, tx: Tx, bench: Bench): Promise<Pick> {
  const { session } = bench;
  const random = mulberry32(Number(session.seed) + session.draws);
  const draw = random();
  const fresh = await pickFresh(ctx, tx, { bench, random });
  // What is hidden stands in a fresh one's place and says the same of itself; where nothing waits it would stand out.
  if (typeof fresh === "string" || session.confirmationId !== null) return fresh;
  const kind = decidePick({ draw, answers: session.answers, mode: BenchMode.parse(session.mode) });
  const showing = await hiddenOf(ctx, tx, { bench, kind, random });
  return showing === null ? fresh : { showing, term: fresh.term };
}

async function hiddenOf(
  ctx: Context,
  tx: Tx,
  { bench, kind, random }: { bench: Bench; kind: PickKind; random: RandomSource },
): Promise<Showing | null> {
  const { session, recent, held } = bench;
  switch (kind) {
    case "fresh":
      return null;
    case "repeat":
      return repeatOf(tx, { orgId: ctx.scope.orgId, session, recent });
    case "gold":
      return goldOf(ctx, tx, { session, recent, held, random });
  }
}

async function pickFresh(
  ctx: Context,
  tx: Tx,
  { bench, random }: { bench: Bench; random: RandomSource },
): Promise<Pick> {
  const { waiting, recent, session } = bench;
  const shown = recent.map(({ inputBlake3 }) => inputBlake3);
  const first = waiting[0];
  if (first === undefined) return "empty";
  if (session.confirmationId !== null && first.kind === "pair") return { showing: first, term: "confirmation" };
  const next =
    first.kind === "pair"
      ? nextVote({
          waiting: waiting.flatMap(asVote),
          strengths: await strengthsFor(tx, ctx.scope.orgId, bench),
          shown,
          random,
        })
      : nextPicture({ waiting: await weigh(ctx, tx, bench), shown, random });
  if (next.kind !== "chosen") return next.kind;
  const id = "runId" in next ? next.runId : next.pairId;
  const chosen = waiting.find((one) => waitingId(one) === id);
  return chosen === undefined ? "empty" : { showing: chosen, term: next.term };
}

/** Of every class that waits; a class before its first fit has none, and its pairs are all as open. */
async function strengthsFor(tx: Tx, orgId: string, bench: Bench): Promise<VoteStrength[]> {
  if (bench.strengths !== null) return bench.strengths;
  const labels = new Set(bench.waiting.flatMap((one) => (one.kind === "pair" ? one.first.class : [])));
  const strengths: VoteStrength[] = [];
  for (const label of labels) strengths.push(...((await findFit(tx, { orgId, class: label }))?.strengths ?? []));
  bench.strengths = strengths;
  return strengths;
}

function asVote(one: Waiting) {
  if (one.kind === "run") return [];
  const { pairId, first, second } = one;
  return [{ pairId, input: first.inputBlake3, left: first.recipeSha, right: second.recipeSha }];
}

/** The facts of TU29; before a first fit of the class no argument set is more uncertain than another. */
async function weigh(ctx: Context, tx: Tx, bench: Bench) {
  const runs = bench.waiting.flatMap((one) => (one.kind === "run" ? one.run : []));
  bench.facts ??= await ratingFacts(
    tx,
    ctx.scope.orgId,
    runs.map(({ id }) => id),
  );
  const { facts } = bench;
  return runs.map((run) => ({
    runId: run.id,
    input: run.inputBlake3,
    spread: facts.get(run.id)?.spread ?? null,
    inputRatings: facts.get(run.id)?.inputRatings ?? 0,
    isPartnerRated: facts.get(run.id)?.isPartnerRated ?? false,
  }));
}
