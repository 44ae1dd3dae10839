import type { z } from "zod";
import type { ConfirmationSize } from "../../../../core/imaging/record/parts.ts";
import { needsText } from "../../../../core/tuning/confirmation/draw-inputs.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import { publish } from "../../../platform/feed.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { appendAudit } from "../../activity/index.ts";
import { findClass, pumpAfterCommit, storeBatch, storedRecipe, storeRecipeBlob } from "../../images/index.ts";
import { refuse } from "../deciding/refuse.ts";
import { decidingConfirmations } from "../reading/deciding-confirmation.ts";
import { stateAt } from "../reading/standing.ts";
import { findProposal, type ProposalRecord } from "../repo.ts";
import {
  type ConfirmedProposal,
  confirmationsOf,
  findTarget,
  insertConfirmation,
  insertItems,
} from "./confirmation-repo.ts";
import { type DrawnPair, drawFresh, type PairRecipes, pairOf, recipeFacts } from "./draw-pairs.ts";

const SEED_BYTES = 4;

interface Asked {
  id: string;
  planned: z.infer<typeof ConfirmationSize>;
}

/**
 * TU40: draws the planned number of fresh inputs and has live and proposal run on each; asking while it runs gives the same one.
 * Throws NOT_FOUND, PROPOSAL_CLOSED, PROPOSAL_STALE, and BAD_INPUT with `needs <k> more images` or with what else speaks against it.
 */
export async function startConfirmation(ctx: Context, asked: Asked): Promise<{ confirmationId: string }> {
  const { app } = ctx;
  const { orgId } = ctx.scope;
  const proposal = await findTarget(app.db, { orgId, id: asked.id });
  if (proposal === null) throw new AppError("NOT_FOUND");
  const recipes = await storeRecipes(app, proposal);
  const made = await transaction(app, "proposals.confirm", async (tx) => {
    const fresh = await findProposal(tx, { orgId, id: asked.id });
    if (fresh === null) throw new AppError("NOT_FOUND");
    await mayBegin(app, tx, fresh);
    const { class: label, baseSha, recipeSha } = fresh;
    const earlier = await confirmationsOf(tx, { orgId, class: label, baseSha, recipeSha });
    const running = earlier.find(({ state, proposalId }) => state === "running" && proposalId === fresh.id);
    if (running !== undefined) return { confirmationId: running.id };
    const deciding = (await decidingConfirmations(tx, orgId, [fresh])).get(fresh.id);
    if (deciding?.state === "passed") {
      throw new AppError("BAD_INPUT", {
        message: "its blind confirmation has passed; the first one decides: approve it",
      });
    }
    if (earlier.some(({ state }) => state === "failed")) {
      const message =
        "these two recipes were compared blind and the proposal did not pass; tune again with more ratings";
      throw new AppError("BAD_INPUT", { message });
    }
    return begin(ctx, tx, { proposal: fresh, recipes, n: asked.planned });
  });
  await pumpAfterCommit(app);
  return made;
}

async function storeRecipes(app: App, proposal: ConfirmedProposal): Promise<PairRecipes> {
  const { orgId, class: label, baseSha, recipeSha, toml } = proposal;
  const live = await storedRecipe(app.db, { orgId, class: label, recipeSha: baseSha });
  if (live === null) throw new AppError("BAD_INPUT", { message: `recipe_missing: ${baseSha.slice(0, 12)}` });
  const store = async (sha: string, text: string) => {
    const { maxSeconds } = recipeFacts(text, { class: label, sha });
    return { sha, blob: await storeRecipeBlob(app, orgId, text), maxSeconds };
  };
  return { live: await store(baseSha, live.toml), candidate: await store(recipeSha, toml) };
}

/** A person may start it early, but not for a regression, and only against what is live (TU40, TU41). */
async function mayBegin(app: App, tx: Tx, proposal: ProposalRecord): Promise<void> {
  const { orgId, class: label, origin, verdict, baseSha, recipeSha } = proposal;
  const state = stateAt(proposal, app.clock.now());
  if (state !== "open") return refuse(tx, proposal, { kind: "closed", state });
  const no = (message: string) => new AppError("BAD_INPUT", { message });
  if (origin === "roll_back") throw no("a roll back needs no confirmation");
  if (recipeSha === baseSha) throw no("it changes no pixel, so there is nothing to compare");
  if (verdict === "regression") throw no("a regression is not confirmed");
  const liveSha = (await findClass(tx, orgId, label))?.liveSha ?? null;
  if (liveSha !== baseSha) return refuse(tx, proposal, { kind: "stale", pinned: baseSha, live: liveSha });
}

interface Beginning {
  proposal: ConfirmedProposal;
  recipes: PairRecipes;
  n: ConfirmationSize;
}

async function begin(ctx: Context, tx: Tx, { proposal, recipes, n }: Beginning): Promise<{ confirmationId: string }> {
  const { app } = ctx;
  const { class: label, id: proposalId } = proposal;
  const seed = Buffer.from(app.random.bytes(SEED_BYTES)).readUInt32BE();
  const fresh = await drawFresh(tx, { proposal, drawn: [], seed });
  if (fresh.length < n) {
    const missing = n - fresh.length;
    throw new AppError("BAD_INPUT", { message: needsText(missing), details: { missing } });
  }
  const pairs = fresh.slice(0, n).map((input) => pairOf(app, { input, class: label, recipes }));
  const confirmationId = app.random.uuid();
  const { batchId } = await storeBatch(ctx, tx, {
    kind: "confirm",
    class: label,
    isPreview: true,
    isAgain: true,
    requestKey: confirmationId,
    items: pairs.flatMap(({ items }) => items),
    refused: [],
    proposalId,
  });
  await store(ctx, tx, { confirmationId, batchId, proposal, pairs, seed });
  return { confirmationId };
}

interface Stored {
  confirmationId: string;
  batchId: string;
  proposal: ConfirmedProposal;
  pairs: readonly DrawnPair[];
  seed: number;
}

async function store(ctx: Context, tx: Tx, stored: Stored): Promise<void> {
  const { confirmationId: id, batchId, proposal, pairs, seed } = stored;
  const { orgId, class: label, id: proposalId, baseSha, recipeSha } = proposal;
  const actor = requireActor(ctx);
  const at = ctx.app.clock.now();
  const planned = pairs.length;
  const what = { id, orgId, proposalId, class: label, baseSha, recipeSha, planned, seed: BigInt(seed), batchId };
  await insertConfirmation(tx, { ...what, state: "running", requestedBy: actor.userId, requestedAt: at });
  await insertItems(
    tx,
    pairs.map(({ input, pairId }, position) => ({ confirmationId: id, position, orgId, inputBlake3: input, pairId })),
  );
  await appendAudit(tx, {
    orgId,
    at,
    actor: actor.userId,
    address: ctx.address,
    action: "image_confirmation.started",
    object: `image-proposal:${proposalId}`,
    detail: { confirmationId: id, planned, baseSha, recipeSha },
  });
  await publish(tx, { orgId, at, topic: "image", subject: proposalId, kind: "confirmation" });
}
