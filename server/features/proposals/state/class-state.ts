import type { z } from "zod";
import { classState } from "../../../../core/tuning/state/class-state.ts";
import type { Db } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { findClass, findVersion, lastPlace, seedClasses } from "../../images/index.ts";
import { sessionStart } from "../../ratings/index.ts";
import { decidingConfirmations } from "../reading/deciding-confirmation.ts";
import { type Standing, standingOf, stateAt, tuneOf } from "../reading/standing.ts";
import { newestTunes, type ProposalRecord } from "../repo.ts";
import type { ClassStateInput, ClassStateOutput } from "../schema.ts";
import type { ClassFacts } from "../tuning/messages.ts";
import { evaluateClass } from "./evaluate-class.ts";

type Output = z.infer<typeof ClassStateOutput>;

/** How far a class is and what is missing (TU37), and whether the held-out error moved since a sitting began (TU31, IM63). Throws NOT_FOUND. */
export async function getClassState(ctx: Context, input: z.infer<typeof ClassStateInput>): Promise<Output> {
  const { app } = ctx;
  const { orgId } = ctx.scope;
  await seedClasses(ctx);
  const known = await findClass(app.db, orgId, input.class);
  if (known === null) throw new AppError("NOT_FOUND", { message: `there is no class ${input.class}` });
  const recipeSha = known.liveSha;
  const version = recipeSha === null ? null : await findVersion(app.db, { orgId, class: input.class, recipeSha });
  if (version === null) return { ...NOTHING, class: input.class };
  const told = await newestTune(ctx, input.class, recipeSha);
  const facts = await evaluateClass(app, orgId, {
    class: input.class,
    baseSha: version.recipeSha,
    toml: version.toml,
    fitted: told === null ? null : (tuneOf(told.row)?.fitted ?? null),
    place: await lastPlace(app.db, { orgId }),
    knownPlace: input.sessionId === null ? null : await placeAtStart(ctx, input.sessionId),
  });
  const { state, missing } = stateOf(facts, told);
  return { class: input.class, state, missing: [...missing], ...shownOf(facts), proposal: proposalOf(told) };
}

const NOTHING: Omit<Output, "class"> = {
  state: "collecting",
  missing: ["a live recipe"],
  ratedRuns: 0,
  argumentSets: 0,
  pairedRatings: 0,
  pairedInputs: 0,
  heldOut: null,
  proposal: null,
};

/** The log as it was when a sitting of this person began. */
async function placeAtStart(ctx: Context, id: string): Promise<number> {
  const { orgId } = ctx.scope;
  const by = await sessionStart(ctx.app.db, { id, orgId, raterId: requireActor(ctx).userId });
  if (by === null) throw new AppError("NOT_FOUND", { message: `there is no sitting ${id}` });
  return lastPlace(ctx.app.db, { orgId, by });
}

interface Told {
  readonly row: ProposalRecord;
  readonly standing: Standing;
}

/** The open tune of a class, else the promoted one whose recipe is live. */
async function newestTune(ctx: Context, label: string, liveSha: string | null): Promise<Told | null> {
  const { db, clock } = ctx.app;
  const { orgId } = ctx.scope;
  const now = clock.now();
  const rows = await newestTunes(db, { orgId, class: label });
  const row =
    rows.find((one) => stateAt(one, now) === "open") ??
    rows.find(({ state, recipeSha }) => state === "promoted" && recipeSha === liveSha);
  if (row === undefined) return null;
  return { row, standing: standingOf(row, { now, liveSha, confirmation: await confirmationFor(db, row) }) };
}

async function confirmationFor(db: Db, row: ProposalRecord) {
  return (await decidingConfirmations(db, row.orgId, [row])).get(row.id) ?? null;
}

function stateOf(facts: ClassFacts, told: Told | null) {
  const proposal =
    told === null
      ? null
      : {
          method: told.row.method === "idw" ? ("idw" as const) : ("gp" as const),
          gainLower: told.row.gainLower,
          delta: told.row.delta ?? 0,
        };
  return classState({
    ...facts,
    proposal,
    confounding: facts.confounding.map((text) => ({ text })),
    isConfirmed: told?.standing.isConfirmed ?? false,
    isPromoted: told?.row.state === "promoted",
  });
}

function shownOf({ ratedRuns, argumentSets, pairedRatings, pairedInputs, heldOut }: ClassFacts) {
  return { ratedRuns, argumentSets, pairedRatings, pairedInputs, heldOut };
}

function proposalOf(told: Told | null): Output["proposal"] {
  return told === null ? null : { id: told.row.id, number: told.row.number };
}
