"use client";
import { useQueries } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useKeys } from "../../../../_keys/use-keys.ts";
import { useTRPC } from "../../../../_trpc/context.ts";
import { Button } from "../../../../_ui/controls/button.tsx";
import { LinkButton } from "../../../../_ui/controls/link-button.tsx";
import { Crumbs } from "../../../../_ui/page/crumbs.tsx";
import { PageHead } from "../../../../_ui/page/page-head.tsx";
import { EmptyState } from "../../../../_ui/states/empty-state.tsx";
import { ErrorState } from "../../../../_ui/states/error-state.tsx";
import { LoadingPage } from "../../../../_ui/states/skeleton.tsx";
import { comparedIds, compareInUrl } from "./compare-in-url.ts";
import { compareGroups, onlyDifferences } from "./compare-rows.ts";
import { CompareTable } from "./compare-table.tsx";
import { type ComparedRun, comparedRun, compareSentences } from "./compared-run.ts";
import { ConfigDiff } from "./config-diff.tsx";

const QUESTION = "What differs, and does it matter?";

/** Up to six runs side by side, one of them the pinned baseline. */
export function CompareScreen() {
  const trpc = useTRPC();
  const [view, setView] = useQueryStates(compareInUrl, { history: "replace" });
  const ids = comparedIds(view.runs);
  const answers = useQueries({ queries: ids.map((id) => trpc.tunes.get.queryOptions({ id })) });
  if (ids.length < 2) return <TooFew />;
  if (answers.some(({ isPending }) => isPending)) return <LoadingPage />;
  const runs = answers.flatMap(({ data }) => (data === undefined ? [] : [comparedRun(data)]));
  const failed = answers.find(({ error }) => error !== null);
  const baseline = runs.find(({ detail }) => detail.summary.id === view.base) ?? runs[0];
  if (baseline === undefined || runs.length < 2) {
    return (
      <>
        <Head answer="Nothing: the runs could not be read." />
        <ErrorState
          error={failed?.error ?? null}
          title="The runs could not be read."
          onRetry={() => {
            for (const { refetch } of answers) void refetch();
          }}
        />
      </>
    );
  }
  return (
    <>
      {failed === undefined ? null : (
        <p className="mb-4 text-degrading">! {ids.length - runs.length} of the runs in this link could not be read.</p>
      )}
      <Compared
        runs={runs}
        baseline={baseline}
        isDiffOnly={view.diff}
        onDiff={(diff) => void setView({ diff })}
        onPin={(base) => void setView({ base })}
        onRemove={(id) => void setView({ runs: ids.filter((one) => one !== id) })}
      />
    </>
  );
}

interface ComparedProps {
  runs: readonly ComparedRun[];
  baseline: ComparedRun;
  isDiffOnly: boolean;
  onDiff: (isOn: boolean) => void;
  onPin: (id: string) => void;
  onRemove: (id: string) => void;
}

function Compared({ runs, baseline, isDiffOnly, onDiff, onPin, onRemove }: ComparedProps) {
  useKeys([
    {
      id: "compare.differences",
      keys: "d",
      label: "Only differences, or all fields",
      scope: "page",
      group: "see",
      run: () => onDiff(!isDiffOnly),
    },
    {
      id: "compare.pin",
      keys: "b",
      label: "Pin the next run as the baseline",
      scope: "page",
      group: "act",
      run: () => onPin(pinTarget(runs, baseline)),
    },
  ]);
  const groups = compareGroups(runs, baseline);
  const shown = isDiffOnly ? onlyDifferences(groups) : groups;
  return (
    <>
      <Head
        answer={
          <ul>
            {compareSentences(runs, baseline).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        }
        action={
          <Button keys="d" aria-pressed={isDiffOnly} onClick={() => onDiff(!isDiffOnly)}>
            Only differences
          </Button>
        }
      />
      <div className="mb-8">
        {shown.length === 0 ? (
          <EmptyState title="These runs differ in nothing." />
        ) : (
          <CompareTable runs={runs} baseline={baseline} groups={shown} onPin={onPin} onRemove={onRemove} />
        )}
      </div>
      <ConfigDiff runs={runs} baseline={baseline} />
    </>
  );
}

/** The run whose name has the focus, else the one after the baseline. */
function pinTarget(runs: readonly ComparedRun[], baseline: ComparedRun): string {
  const focused = document.activeElement?.getAttribute("data-compared-run") ?? null;
  const next = runs[(runs.indexOf(baseline) + 1) % runs.length] ?? baseline;
  return focused ?? next.detail.summary.id;
}

function Head({ answer, action }: { answer: React.ReactNode; action?: React.ReactNode }) {
  return (
    <PageHead
      crumbs={<Crumbs path={[{ label: "Tunes", href: "/tunes" }, { label: "compare" }]} />}
      question={QUESTION}
      answer={answer}
      action={action}
    />
  );
}

function TooFew() {
  return (
    <>
      <Head answer="Nothing yet: a comparison needs two runs." />
      <EmptyState title="Choose two to six runs." action={<LinkButton href="/tunes">Go to the tunes</LinkButton>}>
        In the list of tunes, tick the runs to compare, or press x on a focused row.
      </EmptyState>
    </>
  );
}
