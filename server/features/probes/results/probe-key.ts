import { sha256Hex } from "../../../../core/canonical/sha256.ts";
import type { LevelSummary } from "../../../../core/probing/level-summary.ts";

/** M10 over a whole probe: equal when every level's key is; null as soon as one level may stand beside no other. */
export function probeKeyOf(levels: readonly LevelSummary[]): string | null {
  const keys = levels.flatMap(({ cmpKey }) => cmpKey ?? []);
  return keys.length === 0 || keys.length < levels.length ? null : sha256Hex(keys.join("\n"));
}
