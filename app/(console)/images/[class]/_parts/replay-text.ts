import type { RouterOutputs } from "../../../../_trpc/procedures.ts";

type Report = RouterOutputs["images"]["replayReport"];
type Side = Report["own"];

/** The answer of a replay in one sentence; equal pixels are expected under the own recipe, differences under a candidate (TU52). */
export function replaySentence({ state, own, candidate }: Pick<Report, "state" | "own" | "candidate">): string {
  const sides = [own, ...(candidate === null ? [] : [candidate])];
  const open = sides.reduce((sum, side) => sum + side.runs - side.replayed, 0);
  if (state === "queued" || state === "running" || state === "cancelling")
    return `${open} of ${runsOf(sides)} runs are still to come.`;
  if (own.replayed === 0) return "No run was replayed.";
  const broken = own.differences.filter(({ engine }) => engine?.length === 0).length;
  if (broken > 0) return `${broken} of ${own.replayed} runs gave other pixels on the same engine.`;
  if (own.differences.some(({ engine }) => engine === null))
    return `${own.differ} of ${own.replayed} runs gave other pixels; on which engine is not known of all.`;
  if (own.differ > 0) return `${own.differ} of ${own.replayed} runs gave other pixels, all on another engine.`;
  if (own.replayed < own.runs)
    return `${own.replayed} of ${own.runs} runs were replayed; these gave the same pixels again.`;
  return `All ${own.replayed} runs gave the same pixels again.`;
}

const runsOf = (sides: readonly Side[]): number => sides.reduce((sum, { runs }) => sum + runs, 0);

/** The counts of one side, in the words of the command line (TU52). */
export function sideText(name: string, { replayed, equal, differ }: Side): string {
  return `${name}: replayed ${replayed}, equal ${equal}, differ ${differ}`;
}

const SHOWN = 5;
const WHY: Readonly<Record<string, string>> = {
  v1: "of the older tool's log",
  schema_0: "of the older tool's recipes",
  sha_mismatch: "with a sha that is not that of their steps",
  no_pixels: "copied without decoding",
};

/** What was left out, and why (TU53). */
export function leftOutLines({
  missingInputs,
  notReplayable,
}: Pick<Report, "missingInputs" | "notReplayable">): string[] {
  const named = missingInputs.slice(0, SHOWN).map((blake3) => blake3.slice(0, 12));
  const more = missingInputs.length - named.length;
  const missing =
    named.length === 0 ? [] : [`The pixels of ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""} are not here.`];
  const old = Object.entries(notReplayable).flatMap(([kind, count]) =>
    count === 0 ? [] : [`${count} cannot be run again: ${WHY[kind] ?? kind}.`],
  );
  return [...missing, ...old];
}
