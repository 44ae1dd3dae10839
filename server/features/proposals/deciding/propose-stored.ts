import type { z } from "zod";
import type { Tx } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { findClass, findVersion, listMoves, seedClasses } from "../../images/index.ts";
import type { OpenedProposal, ProposeRecipeInput, RollBackInput } from "../schema.ts";
import { openProposal } from "./open-proposal.ts";

type Opened = z.infer<typeof OpenedProposal>;

/** TU51, AP9: proposes a recipe that was live before, without a sha the one before the live one. Throws NOT_FOUND, BAD_INPUT where it was never live. */
export async function rollBackRecipe(ctx: Context, input: z.infer<typeof RollBackInput>): Promise<Opened> {
  const { orgId } = ctx.scope;
  await seedClasses(ctx);
  return transaction(ctx.app, "proposals.roll-back", async (tx) => {
    const moves = await listMoves(tx, orgId, input.class);
    const recipeSha = input.recipeSha ?? moves[0]?.fromSha ?? null;
    const wasLive = new Set(moves.flatMap(({ fromSha, toSha }) => [fromSha, toSha]));
    if (recipeSha === null)
      throw new AppError("BAD_INPUT", { message: `${input.class} had no recipe before this one` });
    if (!wasLive.has(recipeSha)) {
      throw new AppError("BAD_INPUT", { message: `recipeSha: ${recipeSha} was never live for ${input.class}` });
    }
    return open(ctx, tx, { class: input.class, recipeSha, origin: "roll_back" });
  });
}

/** Proposes a text that a person saved for the class. Throws NOT_FOUND, BAD_INPUT where it is live. */
export async function proposeRecipe(ctx: Context, input: z.infer<typeof ProposeRecipeInput>): Promise<Opened> {
  await seedClasses(ctx);
  return transaction(ctx.app, "proposals.propose", (tx) => open(ctx, tx, { ...input, origin: "edit" }));
}

interface Stored {
  readonly class: string;
  readonly recipeSha: string;
  readonly origin: "roll_back" | "edit";
}

async function open(ctx: Context, tx: Tx, { class: label, recipeSha, origin }: Stored): Promise<Opened> {
  const { orgId } = ctx.scope;
  const known = await findClass(tx, orgId, label);
  const version = await findVersion(tx, { orgId, class: label, recipeSha });
  if (known === null || known.liveSha === null || version === null) {
    throw new AppError("NOT_FOUND", { message: `${label} has no stored recipe ${recipeSha}` });
  }
  if (known.liveSha === recipeSha)
    throw new AppError("BAD_INPUT", { message: `recipeSha: ${recipeSha} is live already` });
  const what = { class: label, origin, baseSha: known.liveSha, recipeSha, toml: version.toml, resultJson: "{}" };
  return openProposal(ctx, tx, what);
}
