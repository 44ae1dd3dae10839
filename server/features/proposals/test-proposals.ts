import { randomUUID } from "node:crypto";
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import type { Role } from "../../../core/access/roles.ts";
import { parseRecipe } from "../../../core/imaging/recipe/parse-recipe.ts";
import type { TestApp } from "../../platform/test-app.ts";
import { transaction } from "../../platform/transaction.ts";
import type { Context } from "../../trpc/context.ts";
import { findClass, findVersion, keepVersion, seedClasses } from "../images/index.ts";
import { getProposal } from "./service.ts";

export const CLASS = "color-photo";

/** A signed-in person with a fresh password. */
export async function person(app: TestApp, name: string, role: Role = "operator"): Promise<Context> {
  const id = randomUUID();
  const email = `${id}@example.org`;
  await app.db.user.create({ data: { id, orgId: app.orgId, name, email, role } });
  const actor = {
    userId: id,
    sessionId: `s-${name}`,
    name,
    email,
    role,
    orgId: app.orgId,
    passwordAt: app.clock.now(),
  };
  return { app, actor, scope: { orgId: app.orgId }, address: "192.0.2.1", request: new IncomingMessage(new Socket()) };
}

export async function liveOf(app: TestApp): Promise<{ sha: string; toml: string }> {
  const sha = (await findClass(app.db, app.orgId, CLASS))?.liveSha ?? "";
  const version = await findVersion(app.db, { orgId: app.orgId, class: CLASS, recipeSha: sha });
  return { sha, toml: version?.toml ?? "" };
}

/** The live text with another gamma. */
function withGamma(toml: string, gamma: number): { sha: string; toml: string } {
  const changed = toml.replace(/^gamma = .*$/m, `gamma = ${gamma}`);
  const parsed = parseRecipe(changed, { fileStem: CLASS });
  if (parsed.kind === "invalid" || changed === toml) throw new Error("the text has no gamma to change");
  return { sha: parsed.recipe.sha, toml: changed };
}

/** A person's saved text, proposed by `by` straight in the database. */
export async function editProposal(by: Context, gamma: number): Promise<{ id: string; baseSha: string; sha: string }> {
  const { app } = by;
  await seedClasses(by);
  const orgId = app.orgId;
  return transaction(app, "test.propose", async (tx) => {
    const baseSha = (await findClass(tx, orgId, CLASS))?.liveSha ?? "";
    const base = await findVersion(tx, { orgId, class: CLASS, recipeSha: baseSha });
    const { sha, toml } = withGamma(base?.toml ?? "", gamma);
    await keepVersion(app, tx, { orgId, class: CLASS, sha, toml, origin: "person", by: "Ada" });
    const id = randomUUID();
    const number = (await tx.imageProposal.count()) + 1;
    const what = { id, orgId, number, class: CLASS, origin: "edit", baseSha, recipeSha: sha, toml, resultJson: "{}" };
    const requestedBy = by.actor?.userId ?? "";
    await tx.imageProposal.create({ data: { ...what, state: "open", requestedBy, requestedAt: app.clock.now() } });
    return { id, baseSha, sha };
  });
}

/** What a person types to go on by force. */
export const override = { class: CLASS, reason: "checked by eye" };

/** What a person's page shows, as the act sends it back. */
export async function shown(by: Context, id: string) {
  const { pins } = await getProposal(by, { id });
  return { id, comment: "", snapshot: pins.snapshot, liveSha: pins.liveSha, override };
}
