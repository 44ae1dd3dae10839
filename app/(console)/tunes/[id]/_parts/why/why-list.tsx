import Link from "next/link";
import { explainTune } from "../../../../../../core/autotune/report/explain/explain.ts";
import { Section } from "../../../../../_ui/page/section.tsx";
import { isOpen } from "../../../../../_words/tune-outcome.ts";
import type { TuneDetail } from "../tune-detail.ts";
import { evidenceHref, evidenceName } from "./evidence-link.ts";
import { numberParts } from "./number-parts.ts";

function titleOf(detail: TuneDetail): string {
  if (isOpen(detail.summary.state)) return "What is known so far";
  return detail.recommendation?.recommendation ? "Why this one" : "Why there is no recommendation";
}

type Sentence = ReturnType<typeof explainTune>[number];

/** Every number leads to its row by pointer; by keyboard the sentence's last link does (H-53). */
function ClauseText({ clause }: { clause: Sentence["clauses"][number] }) {
  const href = evidenceHref(clause.row);
  return (
    <>
      {numberParts(clause.text).map((part) =>
        part.isNumber ? (
          <Link
            key={part.at}
            href={href}
            scroll={false}
            tabIndex={-1}
            className="underline decoration-edge decoration-dotted underline-offset-[3px] hover:text-wire"
          >
            {part.text}
          </Link>
        ) : (
          <span key={part.at}>{part.text}</span>
        ),
      )}{" "}
    </>
  );
}

function SentenceRow({ sentence }: { sentence: Sentence }) {
  const rows = new Map(sentence.clauses.map(({ row }) => [evidenceHref(row), evidenceName(row)]));
  return (
    <li className="border-line border-b py-1.5 text-ink-2">
      {sentence.clauses.map((clause) => (
        <ClauseText key={clause.text} clause={clause} />
      ))}
      {[...rows].map(([href, name]) => (
        <Link key={href} className="link mr-2 whitespace-nowrap" href={href} scroll={false}>
          {name}
        </Link>
      ))}
    </li>
  );
}

/** E2: why this one and what would change it; every clause leads to the row it was read from. */
export function WhyList({ detail }: { detail: TuneDetail }) {
  const sentences = explainTune({
    plan: detail.plan,
    trials: detail.trials,
    visits: detail.visits,
    document: detail.recommendation,
    search: detail.report,
    fits: detail.candidates.map(({ rank, id, fit }) => ({
      rank,
      id,
      needBytes: fit.needBytes,
      budgetBytes: fit.budgetBytes,
    })),
  });
  if (sentences.length === 0) return null;
  return (
    <Section title={titleOf(detail)}>
      <ol className="list-none p-0" data-why>
        {sentences.map((sentence) => (
          <SentenceRow key={sentence.id} sentence={sentence} />
        ))}
      </ol>
    </Section>
  );
}
