import { PixelDistance } from "../../../../core/contract/v1/image-jobs.ts";
import { EngineFingerprint } from "../../../../core/imaging/record/parts.ts";
import type { ReplayedRun } from "../../../../core/tuning/replay/class-replay.ts";
import {
  type EngineDifference,
  engineDifferences,
  type ReplayDifference,
} from "../../../../core/tuning/replay/difference.ts";
import type { ComparedRun } from "./replay-repo.ts";

/** What a finished replay says beside the run it repeats (TU52); null while it has not ended, and for one that never ran: its job expired, was lost or refused. */
export function judgeReplay(stored: ComparedRun, replay: ComparedRun): ReplayedRun | null {
  const named = { runId: stored.id, inputBlake3: stored.inputBlake3 };
  const engine = enginesApart(stored.engineJson, replay.engineJson);
  if (replay.state === "failed") {
    if (replay.errorReason === null) return null;
    const distance = { kind: "not_measured" as const, reason: `it failed: ${replay.errorReason}` };
    return { kind: "differ", difference: { ...named, engine, pixelsBlake3: null, distance } };
  }
  if (replay.state !== "done") return null;
  const { outputPixelsBlake3: pixelsBlake3 } = replay;
  if (pixelsBlake3 === stored.outputPixelsBlake3) return { kind: "equal" };
  return { kind: "differ", difference: { ...named, engine, pixelsBlake3, distance: distanceOf(replay) } };
}

function distanceOf({ distanceJson }: ComparedRun): ReplayDifference["distance"] {
  const measured = PixelDistance.safeParse(JSON.parse(distanceJson ?? "null"));
  if (!measured.success) return { kind: "not_measured", reason: "the stored output could not be read" };
  const { is_same_size: isSameSize, largest, mean, ssim } = measured.data;
  return { kind: "measured", isSameSize, largest, mean, ssim };
}

function enginesApart(stored: string | null, now: string | null): EngineDifference[] | null {
  const parse = (json: string | null) => EngineFingerprint.safeParse(JSON.parse(json ?? "null"));
  const [before, after] = [parse(stored), parse(now)];
  return before.success && after.success ? engineDifferences(before.data, after.data) : null;
}
