import { z } from "zod";
import { drawInputs } from "../../../../core/tuning/confirmation/draw-inputs.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import { type NewItem, runnable, storedInputs } from "../../images/index.ts";
import type { ConfirmedProposal } from "./confirmation-repo.ts";

/** A recipe whose text is among the blobs, so that a job can carry it. */
export interface PairRecipe {
  sha: string;
  blob: string;
  maxSeconds: number;
}
export interface PairRecipes {
  live: PairRecipe;
  candidate: PairRecipe;
}

/** One drawn input and the two items of a batch that run it. */
export interface DrawnPair {
  input: string;
  pairId: string;
  items: [NewItem, NewItem];
}

const tunedInputs = ({ inputsJson }: ConfirmedProposal): string[] => z.array(z.string()).parse(JSON.parse(inputsJson));

interface Draw {
  proposal: ConfirmedProposal;
  /** Drawn before, whatever became of them. */
  drawn: readonly string[];
  seed: number;
}

/** Every fresh input of the class in drawn order: stored here, not used by the tune, not drawn before (TU40). */
export async function drawFresh(tx: Tx, { proposal, drawn, seed }: Draw): Promise<string[]> {
  const stored = await storedInputs(tx, { orgId: proposal.orgId, class: proposal.class });
  const order = drawInputs({ stored, tuned: new Set([...tunedInputs(proposal), ...drawn]), n: 0, seed });
  return order.kind === "drawn" ? [...order.order] : [];
}

/** Both runs of one input, never an earlier run again: an earlier one may be known to a rater. */
export function pairOf(app: App, of: { input: string; class: string; recipes: PairRecipes }): DrawnPair {
  const pairId = app.random.uuid();
  const item = ({ sha, blob, maxSeconds }: PairRecipe): NewItem => ({
    inputBlake3: of.input,
    step: "run",
    state: "waiting",
    class: of.class,
    recipeSha: sha,
    recipeBlob: blob,
    maxSeconds,
    pairId,
  });
  return { input: of.input, pairId, items: [item(of.recipes.live), item(of.recipes.candidate)] };
}

/** What a text asks of a job. Throws BAD_INPUT where it is no recipe or not the one that was meant. */
export function recipeFacts(toml: string, of: { class: string; sha: string }): { maxSeconds: number } {
  const recipe = runnable(toml, of.class);
  if (recipe === null || recipe.sha !== of.sha) {
    throw new AppError("BAD_INPUT", { message: `the text of recipe ${of.sha.slice(0, 12)} does not say that recipe` });
  }
  return { maxSeconds: recipe.maxSeconds };
}
