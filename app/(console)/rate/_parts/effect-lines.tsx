import type { BenchState } from "./bench-controller.ts";
import type { Entry, Outcome } from "./bench-entries.ts";
import { LearningLine } from "./learning-line.tsx";

const TERM: Record<Entry["item"]["term"], string> = {
  "uncertain-arguments": "its arguments are the least certain of all that wait",
  "few-ratings-of-input": "its picture has few ratings",
  "partner-rated": "the other result of its pair is rated already",
  "open-pair": "its verdict is the most open",
  confirmation: "it belongs to a blind confirmation",
  random: "by chance",
};

/** E8, IM63: what the last answer has done, what it was about, and why this picture came. */
export function EffectLines({ state, entry }: { state: BenchState; entry: Entry | null }) {
  const told = state.last;
  return (
    <div className="mt-4 grid gap-1 border-t border-line pt-3 text-ink-2">
      {entry === null ? null : <p>This picture came next because: {TERM[entry.item.term]}.</p>}
      {told === null ? <p>After each answer this line says what it changed.</p> : <p>{effectText(told)}</p>}
      {told === null || state.session === null ? null : (
        <LearningLine class={told.effect.class} sessionId={state.session.id} afterEvent={told.eventId} />
      )}
      {entry?.item.term === "confirmation" && entry.outcome !== null ? (
        <p>Which was which stays hidden: it would tell the result before the end.</p>
      ) : null}
      {entry?.outcome == null && entry?.item.revealed == null ? null : (
        <ul>
          {(entry.outcome?.revealed ?? entry.item.revealed ?? []).map((run) => (
            <li key={run.runId}>
              IMG-{run.number} · {run.class} · {run.isLive ? "the live recipe" : "another recipe"}{" "}
              <span className="font-mono text-meta">{run.recipeSha.slice(0, 12)}</span>
              {run.otherScores.length === 0 ? "" : ` · others gave ${run.otherScores.join(", ")}`}
              {run.warnings.map((words) => ` · warning: ${words}`)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function effectText({ effect }: Outcome): string {
  const missing = effect.neededRuns - effect.ratedRuns;
  const rated = `Effect: your last answer's class has ${effect.ratedRuns}`;
  if (missing > 0) return `${rated} of ${effect.neededRuns} rated runs, ${missing} more before it can be tuned.`;
  return effect.argumentSets < 2
    ? `${rated} rated runs with one argument set, and one teaches nothing: run its pictures with another.`
    : `${rated} rated runs over ${effect.argumentSets} argument sets.`;
}
