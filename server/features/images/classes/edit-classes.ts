import type { z } from "zod";
import { parseRunnableRecipe } from "../../../../core/imaging/recipe/parse-recipe.ts";
import { problemText } from "../../../../core/imaging/recipe/problem.ts";
import { AppError } from "../../../platform/errors.ts";
import { publish } from "../../../platform/feed.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { appendAudit } from "../../activity/index.ts";
import type { AddClassInput, AddClassOutput, SaveRecipeInput, SaveRecipeOutput } from "../schema.ts";
import { defineClass, findClass, insertClass } from "./class-repo.ts";
import { ensureClasses, keepVersion } from "./ensure-classes.ts";
import { moveLiveRecipe } from "./move-live-recipe.ts";

/** IM3: a person adds a class, or defines a label that a log brought (IM4). */
export function addClass(ctx: Context, input: z.infer<typeof AddClassInput>): Promise<z.infer<typeof AddClassOutput>> {
  const actor = requireActor(ctx);
  const { app } = ctx;
  const { orgId } = ctx.scope;
  const { label, definition, parent } = input;
  return transaction(app, "images.add-class", async (tx) => {
    await ensureClasses(app, tx, orgId);
    if (parent !== null && (parent === label || (await findClass(tx, orgId, parent)) === null)) {
      throw new AppError("BAD_INPUT", { message: `there is no class ${parent} to be the parent` });
    }
    const known = await findClass(tx, orgId, label);
    if (known !== null && known.origin !== "imported") {
      throw new AppError("BAD_INPUT", { message: `the class ${label} exists already` });
    }
    const at = app.clock.now();
    if (known !== null) await defineClass(tx, { orgId, label }, { definition, parent });
    else
      await insertClass(tx, {
        orgId,
        label,
        definition,
        parent,
        origin: "person",
        createdBy: actor.name,
        createdAt: at,
      });
    await appendAudit(tx, {
      orgId,
      at,
      actor: actor.userId,
      address: ctx.address,
      action: "image_class.added",
      object: `image-class:${label}`,
      detail: { parent },
    });
    await publish(tx, { orgId, at, topic: "image", subject: label, kind: "class" });
    return { label };
  });
}

/** Stores a recipe's text as a version; where the class has no live recipe yet it becomes the live one. Throws BAD_INPUT with every problem of the text. */
export function saveRecipe(
  ctx: Context,
  input: z.infer<typeof SaveRecipeInput>,
): Promise<z.infer<typeof SaveRecipeOutput>> {
  const actor = requireActor(ctx);
  const { app } = ctx;
  const { orgId } = ctx.scope;
  const parsed = parseRunnableRecipe(input.toml, { fileStem: input.class });
  if (parsed.kind === "invalid") {
    throw new AppError("BAD_INPUT", { message: parsed.problems.map(problemText).join("; ") });
  }
  const { sha } = parsed.recipe;
  return transaction(app, "images.save-recipe", async (tx) => {
    await ensureClasses(app, tx, orgId);
    const known = await findClass(tx, orgId, input.class);
    if (known === null || known.origin === "imported") throw new AppError("NOT_FOUND");
    const version = await keepVersion(app, tx, {
      orgId,
      class: input.class,
      sha,
      toml: input.toml,
      parentSha: known.liveSha,
      origin: "person",
      by: actor.name,
    });
    const at = app.clock.now();
    const detail = { version, recipeSha: sha };
    const object = `image-class:${input.class}`;
    await appendAudit(tx, {
      orgId,
      at,
      actor: actor.userId,
      address: ctx.address,
      action: "image_recipe.saved",
      object,
      detail,
    });
    if (known.liveSha === null) {
      const of = { orgId, class: input.class, kind: "edit" as const, by: actor.name };
      await moveLiveRecipe(app, tx, { ...of, expectedSha: null, toVersion: version });
    }
    await publish(tx, { orgId, at, topic: "image", subject: input.class, kind: "recipe" });
    return { recipeSha: sha, version, isLive: known.liveSha === null };
  });
}
