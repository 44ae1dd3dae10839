import { plainWords } from "../../units/plain-words.ts";
import { differenceText, type ReplayDifference } from "./difference.ts";
import { NOT_REPLAYABLE, type NotReplayable } from "./stored-run.ts";

/** What became of one stored run. */
export type ReplayedRun =
  | { readonly kind: "equal" }
  | { readonly kind: "differ"; readonly difference: ReplayDifference };

/** The stored runs of a class run again (TU52). Counts are runs. */
export interface ClassReplay {
  readonly class: string;
  /** Above half of the inputs is missing: nothing was run and nothing is judged (TU53). */
  readonly hasMoved: boolean;
  readonly replayed: number;
  readonly equal: number;
  readonly differ: number;
  readonly missing: number;
  readonly missingInputs: readonly string[];
  readonly notReplayable: Readonly<Record<NotReplayable, number>>;
  readonly differences: readonly ReplayDifference[];
}

const MOST_MISSING = 0.5;
const NAMED = 5;

/** TU53: too few inputs are left to say anything of the class. */
export function hasCorpusMoved(inputs: ReadonlySet<string>, missing: ReadonlySet<string>): boolean {
  return missing.size > MOST_MISSING * inputs.size;
}

/** TU52: unequal pixels on an equal fingerprint, the failure that exit code 1 names (tuner.md section 1). */
export const isBroken = ({ differences }: ClassReplay): boolean =>
  differences.some(({ engine }) => engine?.length === 0);

/** The stdout line of a class (TU52, TU53). */
export function classReplayLine(replay: ClassReplay): string {
  const label = plainWords(replay.class);
  if (replay.hasMoved) return `${label}: corpus has moved`;
  const { replayed, equal, differ, missing } = replay;
  return `${label}: replayed ${replayed}, equal ${equal}, differ ${differ}, missing ${missing}`;
}

const WHY: Readonly<Record<NotReplayable, string>> = {
  v1: "v1",
  schema_0: "schema 0",
  sha_mismatch: "with a sha that is not that of their steps",
  no_pixels: "pass-through",
};

/** What stderr says of a class: the first five missing inputs and a count, the runs that cannot run again, and each difference (TU52, TU53). */
export function classReplayNotes(replay: ClassReplay): string[] {
  const { missingInputs, notReplayable, differences } = replay;
  const label = plainWords(replay.class);
  const notes = missingInputs.slice(0, NAMED).map((blake3) => `${label}: missing input ${blake3}`);
  const more = missingInputs.length - NAMED;
  if (more > 0) notes.push(`${label}: ${more} more inputs are missing`);
  const kinds = NOT_REPLAYABLE.filter((kind) => notReplayable[kind] > 0);
  if (kinds.length > 0) {
    const counts = kinds.map((kind) => `${notReplayable[kind]} ${WHY[kind]}`);
    const total = kinds.reduce((sum, kind) => sum + notReplayable[kind], 0);
    notes.push(`${label}: not replayable ${total} (${counts.join(", ")})`);
  }
  return [...notes, ...differences.map((difference) => `${label}: ${differenceText(difference)}`)];
}
