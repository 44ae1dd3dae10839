import Link from "next/link";
import { explainTune } from "../../../../../../core/autotune/report/explain.ts";
import { Section } from "../../../../../_ui/page/section.tsx";
import { isOpen } from "../../../../../_words/tune-outcome.ts";
import { trialHref } from "../trials/trial-link.ts";
import type { TuneDetail } from "../tune-detail.ts";

function titleOf(detail: TuneDetail): string {
  if (isOpen(detail.summary.state)) return "What is known so far";
  return detail.recommendation?.recommendation ? "Why this one" : "Why there is no recommendation";
}

/** E2: why this one and what would change it; every sentence leads to the row it was read from. */
export function WhyList({ detail }: { detail: TuneDetail }) {
  const sentences = explainTune({ plan: detail.plan, trials: detail.trials, document: detail.recommendation });
  if (sentences.length === 0) return null;
  return (
    <Section title={titleOf(detail)}>
      <ol className="list-none p-0">
        {sentences.map((sentence) => (
          <li key={sentence.text} className="border-line border-b py-1.5 text-ink-2">
            {sentence.text}{" "}
            {sentence.trialLocalId === null ? null : (
              <Link className="link whitespace-nowrap" href={trialHref(sentence.trialLocalId)} scroll={false}>
                trial {sentence.trialLocalId}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}
