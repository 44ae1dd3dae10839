import { z } from "zod";
import { blake3Hex } from "../../../../core/canonical/blake3.ts";
import { canonicalJson } from "../../../../core/canonical/jcs.ts";
import { approvalFlags, type FlagText } from "../../../../core/tuning/approval/flags.ts";
import type { ConfirmationRecord, ListedProposal, ProposalRecord } from "../repo.ts";
import { ProposalOrigin, ProposalState, ProposalVerdict } from "../schema.ts";
import { StoredTune } from "../stored-tune.ts";

const EXPIRY_MS = 30 * 24 * 3_600_000;
const utf8 = new TextEncoder();

/** Open proposals asked at or before this are expired (AP7). */
export const expiredAt = (now: Date): Date => new Date(now.getTime() - EXPIRY_MS);
export const expiryOf = ({ requestedAt }: { requestedAt: Date }): Date => new Date(requestedAt.getTime() + EXPIRY_MS);

/** The state of a stored proposal now: expiry is never written down, so every reader asks this or `expiredAt` (AP7). */
export function stateAt(row: { state: string; requestedAt: Date }, now: Date): ProposalState {
  const stored = ProposalState.parse(row.state);
  return stored === "open" && row.requestedAt <= expiredAt(now) ? "expired" : stored;
}

/** How a proposal stands now. */
export interface Standing {
  state: ProposalState;
  liveSha: string | null;
  confirmation: ConfirmationRecord | null;
  isConfirmed: boolean;
  flags: FlagText[];
  /** Rated runs the tune used; null for roll backs and edits. */
  ratedRuns: number | null;
}

interface Surroundings {
  now: Date;
  liveSha: string | null;
  confirmation: ConfirmationRecord | null;
}

/** Judges a stored proposal against what is live and what was confirmed now; a decided one keeps the flags it had against its base. */
export function standingOf(row: ListedProposal, { now, liveSha, confirmation }: Surroundings): Standing {
  const state = stateAt(row, now);
  const against = row.state === "open" ? liveSha : row.baseSha;
  const isConfirmed =
    confirmation?.state === "passed" &&
    confirmation.baseSha === row.baseSha &&
    confirmation.recipeSha === row.recipeSha &&
    against === row.baseSha;
  const weakness = weaknessOf(row);
  const flags = approvalFlags({
    origin: ProposalOrigin.parse(row.origin),
    verdict: ProposalVerdict.nullable().parse(row.verdict),
    hasInterval: row.gainLower !== null,
    baseSha: row.baseSha,
    recipeSha: row.recipeSha,
    liveSha: against,
    isConfirmed,
    evidence: weakness,
  });
  return { state, liveSha, confirmation, isConfirmed, flags, ratedRuns: weakness?.total ?? null };
}

const Weakness = z.object({
  counts: StoredTune.shape.counts,
  agreement: StoredTune.shape.agreement,
  confounding: StoredTune.shape.confounding,
});

function weaknessOf({ origin, resultJson }: ListedProposal) {
  if (origin !== "tune") return null;
  const { counts, agreement, confounding } = Weakness.parse(JSON.parse(resultJson));
  const { total, pairs, pairedInputs } = counts;
  return { total, pairs, pairedInputs, ...agreement, confounding };
}

/** What a tune found; null for roll backs and edits. */
export function tuneOf(row: Pick<ProposalRecord, "origin" | "resultJson">): StoredTune | null {
  return row.origin === "tune" ? StoredTune.parse(JSON.parse(row.resultJson)) : null;
}

/** Digest of what a person must have seen to approve (AP4): content, pins, flags and what is live. */
export function snapshotOf(row: ProposalRecord, standing: Standing): string {
  const digestOf = (text: string) => blake3Hex(utf8.encode(text));
  const { confirmation, liveSha, flags, state } = standing;
  return digestOf(
    canonicalJson({
      id: row.id,
      class: row.class,
      state,
      base_sha: row.baseSha,
      recipe_sha: row.recipeSha,
      live_sha: liveSha,
      toml: digestOf(row.toml),
      result: digestOf(row.resultJson),
      evidence: row.evidenceBlake3,
      confirmation: confirmation === null ? null : { id: confirmation.id, state: confirmation.state },
      flags: flags.map(({ text }) => text),
    }),
  );
}
