import { useMemo } from "react";
import { NoteList } from "../story/note-list.tsx";
import type { TuneDetail } from "../tune-detail.ts";
import { gridNotes } from "./grid-words.ts";

/** What a grid search leaves open. */
export function GridNotes({ detail }: { detail: TuneDetail }) {
  const notes = useMemo(() => gridNotes(detail), [detail]);
  return <NoteList title="What this search can say" notes={notes} />;
}
