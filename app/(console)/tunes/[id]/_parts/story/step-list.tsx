import { Section } from "../../../../../_ui/page/section.tsx";
import type { TuneDetail, TuneProgressAnswer } from "../tune-detail.ts";
import { type RunStep, runSteps } from "./run-steps.ts";

const LOOK: Record<RunStep["state"], { glyph: string; word: string; title: string; text: string }> = {
  done: { glyph: "✓", word: "done", title: "text-ink-2", text: "text-ink-2" },
  now: { glyph: "›", word: "now", title: "font-semibold text-ink", text: "text-ink" },
  next: { glyph: "–", word: "next", title: "text-ink-2", text: "text-ink-3" },
};

/** While a run is under way: what is done, what is measured now, what comes next. */
export default function StepList({
  detail,
  progress,
}: {
  detail: TuneDetail;
  progress: TuneProgressAnswer["progress"];
}) {
  return (
    <Section title="What it does, step by step">
      <ol className="border-line border-t">
        {runSteps(detail, progress).map((step) => {
          const look = LOOK[step.state];
          return (
            <li
              key={step.title}
              aria-current={step.state === "now" ? "step" : undefined}
              className="grid grid-cols-[1.25rem_minmax(0,1fr)_auto] gap-x-2 border-line border-b py-2"
            >
              <span aria-hidden className={step.state === "now" ? "font-semibold text-wire" : "text-ink-3"}>
                {look.glyph}
              </span>
              <div>
                <p className={look.title}>{step.title}</p>
                <p className={look.text}>{step.text}</p>
              </div>
              <span className="text-ink-3 text-meta leading-5">{look.word}</span>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
