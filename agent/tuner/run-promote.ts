import { randomBytes } from "node:crypto";
import { uuidV7 } from "../../core/canonical/uuid-v7.ts";
import { parseRecipe } from "../../core/imaging/recipe/parse-recipe.ts";
import { makePromotion } from "../../core/imaging/record/record.ts";
import { isConfirmed } from "../../core/tuning/confirmation/is-confirmed.ts";
import { decidePromotion } from "../../core/tuning/promotion/decide-promotion.ts";
import { withoutReason, withReason } from "../../core/tuning/proposal/force.ts";
import { type ProposalReading, readProposal } from "../../core/tuning/proposal/read.ts";
import { CommandError } from "../commands/command-error.ts";
import type { CommandIo } from "../commands/run-command.ts";
import { replaceFile } from "../host/files/replace-file.ts";
import { systemClock } from "../host/system-clock.ts";
import { appendRecord } from "../imaging/auto/append-record.ts";
import { cannot } from "../imaging/auto/io-failure.ts";
import { openFeedbackLog } from "../imaging/log/append-log.ts";
import { collectLog } from "./collect-log.ts";
import { liveRecipe } from "./live-recipe.ts";
import { pinnedRename, textIfThere } from "./pinned-rename.ts";
import { refuse } from "./refuse-promotion.ts";
import { type TunerOptions, textOf } from "./tuner-flags.ts";

/** What a promotion has done so far; tests stop it, or edit under it, at each. */
export type PromoteStep = "checked" | "reasoned" | "flushed" | "renamed" | "settled" | "recorded";

interface PromoteRequest {
  readonly name: string;
  readonly options: TunerOptions;
  readonly onStep: (step: PromoteStep) => void;
}

/** `espalier tuner promote`: one rename makes the proposal the recipe, after the gates of section 10 (TU47). Returns the exit code. */
export async function runPromote({ name, options, onStep }: PromoteRequest, io: CommandIo): Promise<number> {
  const reason = textOf(options, "reason")?.trim() || null;
  const recipeDir = textOf(options, "recipeDir");
  const log = textOf(options, "log");
  const live = await liveRecipe(name, recipeDir);
  if (live === null) return refuse({ kind: "no_proposal" });
  const text = await textIfThere(live.nextPath);
  const reading = text === null ? null : readProposal(text);
  const facts = {
    class: name,
    reading,
    contentSha: text === null ? null : contentSha(text, name),
    isConfirmed: log !== null && reading !== null && (await confirmedBy(log, reading, io)),
    isForced: options["force"] === true,
    reason,
  };
  const decision = decidePromotion({ ...facts, liveSha: live.recipe.sha });
  if (decision.kind !== "promote" || text === null) return refuse(decision);
  const { proposal, isOverride } = decision;
  onStep("checked");
  const given = await withGivenReason(live.nextPath, text, { reason, isForced: isOverride });
  onStep("reasoned");
  const base = live.recipe.sha;
  if (log !== null) await requireAppend(log);
  const done = await pinnedRename({
    from: live.nextPath,
    path: live.path,
    text: given,
    base,
    liveSha: async () => (await liveRecipe(name, recipeDir))?.recipe.sha ?? null,
    onStep: (step) => {
      if (step === "renamed") io.out(`promoted ${name} ${base} → ${proposal.sha}`);
      onStep(step);
    },
  });
  if (done.kind === "altered") return refuse(ALTERED);
  if (done.kind === "base_changed") return refuse({ kind: "base_changed", pinned: base, live: done.live ?? "none" });
  if (proposal.verdict === "regression") io.err("warning: the proposal is flagged REGRESSION");
  const promoted = record({ name, base, sha: proposal.sha, isOverride, reason });
  if (log !== null) await appendRecord(log, promoted).catch(onlyRecordMissing);
  onStep("recorded");
  return 0;
}

/** A log that takes no record refuses the promotion while nothing has changed yet. Throws CommandError 74. */
async function requireAppend(log: string): Promise<void> {
  const open = openFeedbackLog(log).then((file) => file.close());
  await open.catch(cannot(`${log} cannot be written`));
}

function onlyRecordMissing(cause: unknown): never {
  const why = cause instanceof Error ? cause.message : String(cause);
  throw new CommandError("io_error", `the recipe is promoted, only its record is missing: ${why}`, {
    cause,
    fix: "see to the log; the recipe needs no second promotion",
  });
}

const ALTERED = { kind: "proposal_inconsistent", detail: "the file changed while it was being promoted" } as const;

/** The proposal's text as it stands on the disk afterwards: with the reason, however short where no gate asks for one, or with none (TU47). */
async function withGivenReason(
  path: string,
  text: string,
  { reason, isForced }: { reason: string | null; isForced: boolean },
): Promise<string> {
  const given = reason === null ? withoutReason(text) : withReason(text, { reason, isForced });
  if (given === text) return text;
  await replaceFile(path, given).catch(cannot(`${path} cannot be written`));
  return given;
}

function contentSha(text: string, fileStem: string): string | null {
  const parsed = parseRecipe(text, { fileStem });
  return parsed.kind === "recipe" ? parsed.recipe.sha : null;
}

async function confirmedBy(path: string, reading: ProposalReading, io: CommandIo): Promise<boolean> {
  if (reading.kind !== "proposal") return false;
  const { log } = await collectLog({ path, class: null, cache: null }, io);
  const { class: label, baseSha: base, sha: proposal } = reading.proposal;
  return isConfirmed(log, { class: label, base, proposal });
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
