import type { TuneDetail } from "../tune-detail.ts";
import { NoteList } from "./note-list.tsx";
import { trustNotes } from "./trust-notes.ts";

/** What limits the answer, in words, each with its row. */
export default function TrustList({ detail }: { detail: TuneDetail }) {
  return <NoteList title="What to know before trusting it" notes={trustNotes(detail)} />;
}
