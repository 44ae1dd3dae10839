import { ConfirmationSize } from "../../../../core/imaging/record/parts.ts";
import type { Db, Tx } from "../../../platform/app.ts";
import {
  batchItemsOf,
  findClass,
  findImageBatch,
  findImageInputs,
  findImageRuns,
  type ItemRow,
  listMoves,
  type RunRow,
} from "../../images/index.ts";
import { confirmationVerdicts } from "../../ratings/index.ts";
import { type ConfirmationItem, type ConfirmationRow, findTarget, itemsOf } from "./confirmation-repo.ts";
import type { AdvanceFacts, AdvanceItem, SideState } from "./decide-advance.ts";

/** Everything that decides how a confirmation goes on, read at once. */
export async function readFacts(tx: Db | Tx, row: ConfirmationRow): Promise<AdvanceFacts> {
  const { orgId, class: label, batchId, proposalId, baseSha } = row;
  const items = await itemsOf(tx, { orgId, confirmationId: row.id });
  const moves = await listMoves(tx, orgId, label);
  const proposal = await findTarget(tx, { orgId, id: proposalId });
  const batch = await findImageBatch(tx, orgId, batchId ?? "");
  return {
    state: row.state === "passed" ? "passed" : "running",
    n: ConfirmationSize.parse(row.planned),
    proposalId,
    baseSha,
    requestedAtMs: row.requestedAt.getTime(),
    proposalState: proposal?.state ?? "deleted",
    liveSha: (await findClass(tx, orgId, label))?.liveSha ?? null,
    moves: moves.map((move) => ({ fromSha: move.fromSha, proposalId: move.proposalId, atMs: move.at.getTime() })),
    isCancelled: batch?.cancelledAt != null,
    items: await withRuns(tx, row, items),
    verdicts: await confirmationVerdicts(tx, { orgId, confirmationId: row.id }),
  };
}

async function withRuns(tx: Db | Tx, row: ConfirmationRow, items: readonly ConfirmationItem[]): Promise<AdvanceItem[]> {
  const { orgId, batchId, baseSha, recipeSha } = row;
  const asked = await batchItemsOf(tx, { orgId, batchId: batchId ?? "" });
  const ids = asked.flatMap(({ runId }) => runId ?? []);
  const runs = new Map((await findImageRuns(tx, orgId, ids)).map((run) => [run.id, run]));
  const hashes = items.map(({ inputBlake3 }) => inputBlake3);
  const inputs = new Map((await findImageInputs(tx, orgId, hashes)).map((input) => [input.blake3, input]));
  return items.map((item) => {
    const ofPair = asked.filter(({ pairId }) => pairId === item.pairId);
    const side = (sha: string) =>
      sideOf(
        ofPair.find((one) => one.recipeSha === sha),
        runs,
      );
    const input = inputs.get(item.inputBlake3);
    return {
      position: item.position,
      input: item.inputBlake3,
      isReplaced: item.isReplaced,
      isSpoilt: input === undefined || input.isUnusable || input.class !== row.class,
      isReady: item.liveRun !== null && item.candidateRun !== null,
      live: side(baseSha),
      candidate: side(recipeSha),
      tries: Math.ceil(asked.filter(({ inputBlake3 }) => inputBlake3 === item.inputBlake3).length / 2),
    };
  });
}

/** A run's own reason is the picture's; an item without one lost its job. One that was made by another recipe than asked for is no evidence of this one. */
function sideOf(item: ItemRow | undefined, runs: ReadonlyMap<string, RunRow>): SideState {
  const run = runs.get(item?.runId ?? "");
  switch (item?.state) {
    case "done":
      if (run?.outputBlake3 == null || run.beforeBlake3 === null) return { kind: "failed", reason: "no_pixels" };
      if (run.isShaMismatch || run.recipeSha !== item.recipeSha) return { kind: "failed", reason: "sha_mismatch" };
      return { kind: "done", runId: run.id };
    case "failed":
      return run?.errorReason == null
        ? { kind: "lost", reason: item.reason ?? "no reason was given" }
        : { kind: "failed", reason: run.errorReason };
    case "cancelled":
      return { kind: "lost", reason: item.reason ?? "cancelled" };
    default:
      return { kind: "waiting" };
  }
}
