import { BUILT_IN_CLASSES } from "../../../../core/imaging/classes.ts";
import { parseRecipe } from "../../../../core/imaging/recipe/parse-recipe.ts";
import { starterRecipe } from "../../../../core/imaging/recipe/starters.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { builtInRows, findClass, insertClass, insertVersion } from "./class-repo.ts";
import { moveLiveRecipe } from "./move-live-recipe.ts";

const CONSOLE = "console";

/** Gives an organisation the ten classes with their starters on first use (IM1, 3.4); later calls change nothing. */
export async function ensureClasses(app: App, tx: Tx, orgId: string): Promise<void> {
  const known = new Map((await builtInRows(tx, orgId)).map((row) => [row.label, row]));
  for (const { label, definition, parent } of BUILT_IN_CLASSES) {
    if (known.get(label)?.liveSha != null) continue;
    if (!known.has(label)) {
      const createdAt = app.clock.now();
      await insertClass(tx, { orgId, label, definition, parent, origin: "built_in", createdBy: CONSOLE, createdAt });
    }
    const toml = starterRecipe(label);
    const parsed = toml === null ? null : parseRecipe(toml, { fileStem: label });
    if (toml === null || parsed === null || parsed.kind === "invalid")
      throw new Error(`the starter of ${label} does not parse`);
    const text = { orgId, class: label, sha: parsed.recipe.sha, toml, origin: "starter" as const, by: CONSOLE };
    const toVersion = await keepVersion(app, tx, text);
    await moveLiveRecipe(app, tx, {
      orgId,
      class: label,
      expectedSha: null,
      toVersion,
      kind: "starter",
      by: CONSOLE,
    });
  }
}

export interface NewVersion {
  orgId: string;
  class: string;
  sha: string;
  toml: string;
  parentSha?: string | null;
  origin: "starter" | "person" | "proposal";
  by: string;
}

/** Stores a recipe's text as the class's next version; nothing becomes live by it. Returns the version. */
export function keepVersion(app: App, tx: Tx, version: NewVersion): Promise<number> {
  return insertVersion(tx, {
    id: app.random.uuid(),
    orgId: version.orgId,
    class: version.class,
    recipeSha: version.sha,
    toml: version.toml,
    parentSha: version.parentSha ?? null,
    origin: version.origin,
    createdBy: version.by,
    createdAt: app.clock.now(),
  });
}

/** IM4: a label of an imported log is kept as data; it gets no recipe until a person defines it. */
export async function keepImportedLabel(app: App, tx: Tx, of: { orgId: string; label: string }): Promise<boolean> {
  if ((await findClass(tx, of.orgId, of.label)) !== null) return false;
  await insertClass(tx, {
    ...of,
    definition: "",
    parent: null,
    origin: "imported",
    createdBy: "import",
    createdAt: app.clock.now(),
  });
  return true;
}
