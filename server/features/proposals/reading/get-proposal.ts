import type { z } from "zod";
import { isAllowed, NEEDS_FRESH_PASSWORD } from "../../../../core/access/roles.ts";
import { overrideCauses } from "../../../../core/tuning/approval/flags.ts";
import { LEAST_REASON } from "../../../../core/tuning/promotion/decide-promotion.ts";
import { PRODUCT_VERSION } from "../../../platform/process/product-version.ts";
import { hasFreshPassword } from "../../../trpc/authorise.ts";
import type { Context } from "../../../trpc/context.ts";
import { hasFourEyes } from "../../accounts/index.ts";
import { type ProposalRecord, userNames } from "../repo.ts";
import type { May, ProposalIdInput, ProposalPage } from "../schema.ts";
import { confirmationOf } from "./confirmation-of.ts";
import { diffOf, type Replaced, readStale, replacedBy } from "./diffs.ts";
import { readHistory } from "./history.ts";
import { readPairs } from "./pairs.ts";
import { readStanding } from "./read-standing.ts";
import { type Standing, snapshotOf, tuneOf } from "./standing.ts";
import { targetOf } from "./target.ts";

/** Everything the approval page shows of one proposal. Throws NOT_FOUND. */
export async function getProposal(ctx: Context, input: z.infer<typeof ProposalIdInput>): Promise<ProposalPage> {
  const { app } = ctx;
  const { orgId } = ctx.scope;
  const { row, standing } = await readStanding(app, app.db, { orgId, id: input.id });
  const names = await userNames(app.db, orgId);
  const evidence = tuneOf(row);
  const { flags, confirmation } = standing;
  const replaced = await replacedBy(app.db, row, standing);
  const stale = await readStale(app.db, row, standing);
  const causes = flags.filter(({ flag }) => overrideCauses(flags).includes(flag));
  return {
    ...targetOf(row, standing, names),
    changes: {
      from: replaced.from,
      diff: await diffOf(app.db, row, replaced),
      values: evidence?.changes ?? [],
      toml: row.toml,
    },
    evidence,
    confirmation: confirmation === null ? null : await confirmationOf(app.db, { orgId, confirmation, standing, names }),
    pairs: await readPairs(app.db, { row, evidence, confirmation }),
    against: flags,
    pins: {
      liveSha: standing.liveSha,
      baseSha: row.baseSha,
      recipeSha: row.recipeSha,
      evidenceBlake3: row.evidenceBlake3,
      evidenceRows: evidence?.counts.evidenceRows ?? null,
      method: evidence?.strategy ?? null,
      seed: evidence?.seed ?? null,
      productVersion: evidence?.productVersion ?? PRODUCT_VERSION,
      snapshot: snapshotOf(row, standing),
    },
    stale,
    plan: planOf(row),
    undo: undoOf(replaced),
    viewer: {
      approve: await mayApprove(ctx, row, standing),
      reject: mayReject(ctx, standing),
      confirm: mayConfirm(ctx, row, standing),
      override: { isNeeded: causes.length > 0, leastReason: LEAST_REASON, causes: causes.map(({ text }) => text) },
      needsPassword: NEEDS_FRESH_PASSWORD.has("approve") && !hasFreshPassword(ctx),
    },
    history: await readHistory(app.db, row, names),
    serverTime: app.clock.now().toISOString(),
  };
}

const planOf = ({ class: label, recipeSha, baseSha }: ProposalRecord): string[] => [
  recipeSha === baseSha
    ? `This text of recipe ${recipeSha.slice(0, 12)} becomes the live one of ${label} at once, and new runs of ${label} keep to it.`
    : `Recipe ${recipeSha.slice(0, 12)} becomes the live recipe of ${label} at once, and new runs of ${label} use it.`,
  "Runs that are prepared already keep the recipe they were given.",
  "No Mac's own recipe file changes by this approval; each apply has an approval of its own.",
];

const undoOf = ({ sha }: Replaced): string =>
  sha === null
    ? "No recipe is live that a roll back could bring again; texts, runs and ratings all stay."
    : `Roll back proposes recipe ${sha.slice(0, 12)} again with its diff; texts, runs and ratings all stay.`;

const no = (why: string): May => ({ isAllowed: false, why });
const YES: May = { isAllowed: true, why: null };

function closedText({ state }: Standing): string | null {
  return state === "open" ? null : `This proposal is ${state}.`;
}

async function mayApprove(ctx: Context, row: ProposalRecord, standing: Standing): Promise<May> {
  const closed = closedText(standing);
  if (closed !== null) return no(closed);
  if (!isAllowed(ctx.actor?.role ?? null, "approve")) return no("Approving needs the role operator or admin.");
  if (row.recipeSha === standing.liveSha && row.recipeSha !== row.baseSha) return no("Its recipe is live already.");
  if (row.requestedBy === ctx.actor?.userId && (await hasFourEyes(ctx.app.db)))
    return no("You proposed it, so another person must approve it (four eyes).");
  return YES;
}

function mayReject(ctx: Context, standing: Standing): May {
  const closed = closedText(standing);
  if (closed !== null) return no(closed);
  return isAllowed(ctx.actor?.role ?? null, "approve") ? YES : no("Rejecting needs the role operator or admin.");
}

/** TU40: a person may start it early unless the verdict is a regression. */
function mayConfirm(ctx: Context, row: ProposalRecord, standing: Standing): May {
  const closed = closedText(standing);
  if (closed !== null) return no(closed);
  if (!isAllowed(ctx.actor?.role ?? null, "propose"))
    return no("Starting a confirmation needs the role operator or admin.");
  if (row.origin === "roll_back") return no("A roll back needs no confirmation.");
  if (row.recipeSha === row.baseSha) return no("It changes no pixel, so there is nothing to compare.");
  if (row.verdict === "regression") return no("A regression is not confirmed.");
  if (row.baseSha !== standing.liveSha)
    return no("The live recipe changed, which voids a confirmation; propose again.");
  if (standing.confirmation?.state === "running") return no("A confirmation is running.");
  if (standing.confirmation?.state === "failed")
    return no("It did not pass its blind confirmation, and another try would only wait for luck; tune again.");
  return standing.isConfirmed ? no("It is confirmed.") : YES;
}
