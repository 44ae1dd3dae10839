import type { RunSubject } from "../../../../../core/autotune/compare/run-subject.ts";
import { Section } from "../../../../_ui/page/section.tsx";
import type { ComparedRun } from "./compared-run.ts";
import { configLines } from "./config-lines.ts";

const MARK = { same: " ", removed: "−", added: "+" };
const TONE = { same: "text-ink-3", removed: "text-ink-2 line-through", added: "font-semibold" };

interface ConfigDiffProps {
  runs: readonly ComparedRun[];
  baseline: ComparedRun;
}

function isSameConfig(run: ComparedRun, baseline: RunSubject): boolean {
  return run.subject !== null && configLines(baseline, run.subject).every(({ kind }) => kind === "same");
}

/** What would change in the config file from the baseline's recipe to each other one. */
export function ConfigDiff({ runs, baseline }: ConfigDiffProps) {
  const others = runs.filter((run) => run !== baseline && run.subject !== null);
  const { subject } = baseline;
  if (subject === null || others.length === 0) return null;
  return (
    <Section
      title="In the config file"
      note={`From the recipe of ${baseline.detail.summary.label} to the others; other lines stay as they are.`}
    >
      <div className="grid gap-8 md:grid-cols-2">
        {others.map((run) => (
          <div key={run.detail.summary.id} className="min-w-0">
            <h3 className="font-mono text-meta font-medium">{run.detail.summary.label}</h3>
            {isSameConfig(run, subject) ? <p className="mb-1 text-meta text-ink-2">No line changes.</p> : null}
            <ul className="overflow-x-auto bg-sunk p-2 font-mono text-meta">
              {(run.subject === null ? [] : configLines(subject, run.subject)).map((line) => (
                <li key={`${line.kind} ${line.text}`} className={`whitespace-pre ${TONE[line.kind]}`}>
                  <span className="sr-only">{line.kind} </span>
                  <span aria-hidden>{MARK[line.kind]} </span>
                  {line.text}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </Section>
  );
}
