import type { z } from "zod";
import type { Tx } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import {
  findClass,
  findVersion,
  listMoves,
  newestText,
  seedClasses,
  type VersionRow,
  versionAt,
} from "../../images/index.ts";
import type { OpenedProposal, ProposeRecipeInput, RollBackInput } from "../schema.ts";
import { openProposal } from "./open-proposal.ts";

type Opened = z.infer<typeof OpenedProposal>;

/** TU51, AP9: proposes a text that was live before, without a sha the one before the live one. Throws NOT_FOUND, BAD_INPUT where it was never live. */
export async function rollBackRecipe(ctx: Context, input: z.infer<typeof RollBackInput>): Promise<Opened> {
  const { orgId } = ctx.scope;
  const { class: label } = input;
  await seedClasses(ctx);
  return transaction(ctx.app, "proposals.roll-back", async (tx) => {
    const moves = await listMoves(tx, orgId, label);
    const before = input.recipeSha === null ? moves[1] : moves.find(({ toSha }) => toSha === input.recipeSha);
    if (before === undefined) {
      const { recipeSha } = input;
      const why =
        recipeSha === null
          ? `${label} had no recipe before this one`
          : `recipeSha: ${recipeSha} was never live for ${label}`;
      throw new AppError("BAD_INPUT", { message: why });
    }
    const version = await textOfMove(tx, { orgId, class: label }, before);
    return open(ctx, tx, { class: label, version, origin: "roll_back" });
  });
}

/** The text that a move made live; of a move that names none, what its sha stands for. */
function textOfMove(
  tx: Tx,
  of: { orgId: string; class: string },
  { toSha, toVersion }: { toSha: string; toVersion: number | null },
): Promise<VersionRow | null> {
  return toVersion === null
    ? findVersion(tx, { ...of, recipeSha: toSha })
    : versionAt(tx, { ...of, version: toVersion });
}

/** Proposes a text that a person saved for the class: the one of a version, else the newest with the sha. Throws NOT_FOUND, BAD_INPUT where it is live. */
export async function proposeRecipe(ctx: Context, input: z.infer<typeof ProposeRecipeInput>): Promise<Opened> {
  const { orgId } = ctx.scope;
  const { class: label, recipeSha } = input;
  await seedClasses(ctx);
  return transaction(ctx.app, "proposals.propose", async (tx) => {
    const newest = await newestText(tx, { orgId, class: label, recipeSha });
    const asked =
      input.version === null ? newest : await versionAt(tx, { orgId, class: label, version: input.version });
    const version = asked?.recipeSha === recipeSha ? asked : null;
    return open(ctx, tx, { class: label, version, origin: "edit" });
  });
}

interface Stored {
  readonly class: string;
  /** Null where no such text is stored. */
  readonly version: VersionRow | null;
  readonly origin: "roll_back" | "edit";
}

async function open(ctx: Context, tx: Tx, { class: label, version, origin }: Stored): Promise<Opened> {
  const { orgId } = ctx.scope;
  const baseSha = (await findClass(tx, orgId, label))?.liveSha ?? null;
  if (baseSha === null || version === null) {
    throw new AppError("NOT_FOUND", { message: `${label} has no such stored recipe` });
  }
  const { recipeSha, toml } = version;
  const live = await findVersion(tx, { orgId, class: label, recipeSha: baseSha });
  if (live?.toml === toml) throw new AppError("BAD_INPUT", { message: `recipeSha: ${recipeSha} is live already` });
  return openProposal(ctx, tx, { class: label, origin, baseSha, recipeSha, toml, resultJson: "{}" });
}
