import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { uuidV7 } from "../../core/canonical/uuid-v7.ts";
import { parseRecipe } from "../../core/imaging/recipe/parse-recipe.ts";
import { makePromotion } from "../../core/imaging/record/record.ts";
import { isConfirmed } from "../../core/tuning/confirmation/is-confirmed.ts";
import { decidePromotion, hasReason, type Promotion } from "../../core/tuning/promotion/decide-promotion.ts";
import { withReason } from "../../core/tuning/proposal/force.ts";
import { type ProposalReading, readProposal } from "../../core/tuning/proposal/read.ts";
import { CommandError } from "../commands/command-error.ts";
import type { CommandIo } from "../commands/run-command.ts";
import { renameFlushed, replaceFile } from "../host/files/replace-file.ts";
import { systemClock } from "../host/system-clock.ts";
import { appendRecord } from "../imaging/auto/append-record.ts";
import { cannot } from "../imaging/auto/io-failure.ts";
import { collectLog } from "./collect-log.ts";
import { liveRecipe } from "./live-recipe.ts";
import { type TunerOptions, textOf } from "./tuner-flags.ts";

/** `espalier tuner promote`: one rename makes the proposal the recipe, after the gates of section 10 (TU47). Returns the exit code. */
export async function runPromote(name: string, options: TunerOptions, io: CommandIo): Promise<number> {
  const reason = textOf(options, "reason");
  const recipeDir = textOf(options, "recipeDir");
  const log = textOf(options, "log");
  const live = await liveRecipe(name, recipeDir);
  if (live === null) return refuse({ kind: "no_proposal" });
  const text = await proposalOf(live.nextPath);
  const reading = text === null ? null : readProposal(text);
  const facts = {
    class: name,
    reading,
    contentSha: text === null ? null : contentSha(text, name),
    isConfirmed: log !== null && reading !== null && (await confirmedBy(log, reading, io)),
    isForced: options["force"] === true,
    reason,
  };
  const first = decidePromotion({ ...facts, liveSha: live.recipe.sha });
  if (first.kind !== "promote" || text === null) return refuse(first);
  if (reason !== null && hasReason(reason)) {
    const write = replaceFile(live.nextPath, withReason(text, { reason, isForced: first.isOverride }));
    await write.catch(cannot(`${live.nextPath} cannot be written`));
  }
  const now = await liveRecipe(name, recipeDir);
  const decision = decidePromotion({ ...facts, liveSha: now?.recipe.sha ?? "" });
  if (decision.kind !== "promote") return refuse(decision);
  await renameFlushed(live.nextPath, live.path).catch(cannot(`${live.path} cannot be written`));
  const { proposal, isOverride } = decision;
  if (proposal.verdict === "regression") io.err("warning: the proposal is flagged REGRESSION");
  const base = (now ?? live).recipe.sha;
  if (log !== null) await appendRecord(log, record({ name, base, sha: proposal.sha, isOverride, reason }));
  io.out(`promoted ${name} ${base} → ${proposal.sha}`);
  return 0;
}

async function proposalOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (failure) {
    if (z.object({ code: z.literal("ENOENT") }).safeParse(failure).success) return null;
    return cannot(`${path} cannot be read`)(failure);
  }
}

function contentSha(text: string, fileStem: string): string | null {
  const parsed = parseRecipe(text, { fileStem });
  return parsed.kind === "recipe" ? parsed.recipe.sha : null;
}

async function confirmedBy(path: string, reading: ProposalReading, io: CommandIo): Promise<boolean> {
  if (reading.kind !== "proposal") return false;
  const { log } = await collectLog(path, null, io);
  return isConfirmed(log, { base: reading.proposal.baseSha, proposal: reading.proposal.sha });
}

interface Promoted {
  readonly name: string;
  /** What was live right before the rename. */
  readonly base: string;
  readonly sha: string;
  readonly isOverride: boolean;
  readonly reason: string | null;
}

function record({ name, base, sha, isOverride, reason }: Promoted) {
  const nowMs = systemClock.wallMs();
  return makePromotion({
    ts_unix_ms: nowMs,
    event_id: uuidV7(nowMs, randomBytes(10)),
    class: name,
    base_sha: base,
    recipe_sha: sha,
    forced: isOverride,
    ...(reason === null ? {} : { reason }),
    by: "local",
  });
}

function refuse(decision: Promotion): never {
  const { text, fix } = refusal(decision);
  throw new CommandError("answer_is_no", text, { fix });
}

function refusal(decision: Promotion): { text: string; fix: string } {
  switch (decision.kind) {
    case "no_proposal":
      return { text: "no_proposal: this class has no proposal file", fix: "espalier tuner tune --log FILE" };
    case "proposal_inconsistent":
      return { text: `proposal_inconsistent: ${decision.detail}`, fix: "tune again" };
    case "base_changed":
      return {
        text: `base_changed: the proposal was made for ${decision.pinned}, live is ${decision.live}`,
        fix: "tune again, or --force",
      };
    case "not_confirmed":
      return {
        text: "not_confirmed: the log holds no passed confirmation of this proposal",
        fix: "confirm it blind and give --log, or --force --reason with at least 10 characters",
      };
    case "promote":
      return { text: "the proposal was not promoted", fix: "try again" };
  }
}
