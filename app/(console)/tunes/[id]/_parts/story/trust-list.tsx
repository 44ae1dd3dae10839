import Link from "next/link";
import { Section } from "../../../../../_ui/page/section.tsx";
import { Status } from "../../../../../_ui/values/status.tsx";
import { trialHref } from "../trials/trial-link.ts";
import type { TuneDetail } from "../tune-detail.ts";
import { trustNotes } from "./trust-notes.ts";

/** What limits the answer, in words, each with its row. */
export default function TrustList({ detail }: { detail: TuneDetail }) {
  const notes = trustNotes(detail);
  if (notes.length === 0) return null;
  return (
    <Section title="What to know before trusting it">
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
