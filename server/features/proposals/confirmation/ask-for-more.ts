import type { App, Db, Tx } from "../../../platform/app.ts";
import { addItems, batchItemsOf, type ItemRow } from "../../images/index.ts";
import {
  type ConfirmationRow,
  changeConfirmation,
  changeItem,
  findTarget,
  insertItems,
  itemsOf,
} from "./confirmation-repo.ts";
import type { Progress } from "./decide-advance.ts";
import { drawFresh, type PairRecipe, type PairRecipes, pairOf } from "./draw-pairs.ts";
import { resultText } from "./result.ts";

/** Draws a fresh input for each that is missing and asks for its runs, and again for runs that were lost (TU40). */
export async function askForMore(
  app: App,
  tx: Tx,
  { row, progress }: { row: ConfirmationRow; progress: Progress },
): Promise<void> {
  const { orgId, id: confirmationId, class: label, batchId } = row;
  const known = await itemsOf(tx, { orgId, confirmationId });
  const recipes = recipesOf(row, await batchItemsOf(tx, { orgId, batchId: batchId ?? "" }));
  if (recipes === null || batchId === null) throw new Error(`confirmation ${confirmationId} has no runs`);
  for (const position of progress.replaced) {
    await changeItem(tx, { orgId, confirmationId, position }, { isReplaced: true });
  }
  const inputs = (await nextInputs(tx, row)).slice(0, progress.missing);
  const made = inputs.map((input) => pairOf(app, { input, class: label, recipes }));
  await insertItems(
    tx,
    made.map(({ input, pairId }, index) => {
      return { confirmationId, position: known.length + index, orgId, inputBlake3: input, pairId };
    }),
  );
  const repeated = known.filter(({ position }) => progress.again.includes(position));
  const again = repeated.map(({ position, inputBlake3: input }) => {
    return { position, ...pairOf(app, { input, class: label, recipes }) };
  });
  for (const { position, pairId } of again) await changeItem(tx, { orgId, confirmationId, position }, { pairId });
  const items = [...made, ...again].flatMap((pair) => pair.items);
  if (items.length > 0) await addItems(tx, { id: batchId, orgId }, items);
  const missing = progress.missing - made.length;
  await changeConfirmation(tx, { orgId, id: confirmationId }, { resultJson: resultText({ missing }) });
}

/** Fresh inputs that were not drawn yet, in drawn order. */
export async function nextInputs(tx: Db | Tx, row: ConfirmationRow): Promise<string[]> {
  const { orgId, id, proposalId, seed } = row;
  const proposal = await findTarget(tx, { orgId, id: proposalId });
  if (proposal === null) return [];
  const drawn = (await itemsOf(tx, { orgId, confirmationId: id })).map(({ inputBlake3 }) => inputBlake3);
  return drawFresh(tx, { proposal, drawn, seed: (Number(seed) + drawn.length) >>> 0 });
}

/** The two recipes as the first runs were asked for. */
function recipesOf({ baseSha, recipeSha }: ConfirmationRow, items: readonly ItemRow[]): PairRecipes | null {
  const of = (sha: string): PairRecipe | null => {
    const item = items.find((one) => one.recipeSha === sha);
    return item?.recipeBlob == null ? null : { sha, blob: item.recipeBlob, maxSeconds: item.maxSeconds };
  };
  const [live, candidate] = [of(baseSha), of(recipeSha)];
  return live === null || candidate === null ? null : { live, candidate };
}
