import { TuneTrial } from "../../../../core/autotune/trial.ts";
import { canonicalJson } from "../../../../core/canonical/jcs.ts";
import { sha256Hex } from "../../../../core/canonical/sha256.ts";
import type { NewTrialRow, TrialRow } from "../repo.ts";

/** What "equal content" means for a natural key (B126): everything but the kept mark, which is set when the run ends. */
export function contentHash(trial: TuneTrial): string {
  return sha256Hex(canonicalJson({ ...trial, isKept: false }));
}

/** A trial as its columns; raw replicates are rows of their own (M20). */
export function rowOfTrial(trial: TuneTrial): Omit<NewTrialRow, "id" | "orgId" | "agentId" | "receivedAt" | "recheck"> {
  const { requested, effective, flags, replicates: _raw, peakMemoryBytes, at, isKept: _kept, ...columns } = trial;
  return {
    ...columns,
    at: new Date(at),
    isKept: false,
    peakMemoryBytes: peakMemoryBytes === null ? null : BigInt(peakMemoryBytes),
    requestedJson: JSON.stringify(requested),
    effectiveJson: effective === null ? null : JSON.stringify(effective),
    flagsJson: JSON.stringify(flags),
    contentSha256: contentHash(trial),
  };
}

/** A stored trial; `rawReplicates` are the JSON texts of its volleys in order. */
export function trialOfRow(row: TrialRow, rawReplicates: readonly string[]): TuneTrial {
  const { at, peakMemoryBytes, requestedJson, effectiveJson, flagsJson, id: _id, recheck: _recheck, ...columns } = row;
  return TuneTrial.parse({
    ...columns,
    at: at.toISOString(),
    peakMemoryBytes: peakMemoryBytes === null ? null : Number(peakMemoryBytes),
    requested: JSON.parse(requestedJson),
    effective: effectiveJson === null ? null : JSON.parse(effectiveJson),
    flags: JSON.parse(flagsJson),
    replicates: rawReplicates.map((raw): unknown => JSON.parse(raw)),
  });
}
