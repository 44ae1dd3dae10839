import Link from "next/link";
import { Section } from "../../../../../_ui/page/section.tsx";
import { Status } from "../../../../../_ui/values/status.tsx";
import { trialHref } from "../trials/trial-link.ts";

/** One thing a reader must know, with the row it was read from; null when it concerns the whole run. */
export interface RunNote {
  id: string;
  level: "degrading" | "info";
  title: string;
  text: string;
  trialLocalId: number | null;
}

/** A section of notes, each with its row; nothing without notes. */
export function NoteList({ title, notes }: { title: string; notes: readonly RunNote[] }) {
  if (notes.length === 0) return null;
  return (
    <Section title={title}>
      <ul className="list-none p-0">
        {notes.map((note) => (
          <li key={note.id} className="border-line border-b py-2">
            <Status level={note.level}>{note.title}</Status>
            <p className="mt-0.5 text-ink-2">
              {note.text}{" "}
              {note.trialLocalId === null ? null : (
                <Link className="link whitespace-nowrap" href={trialHref(note.trialLocalId)} scroll={false}>
                  trial {note.trialLocalId}
                </Link>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
