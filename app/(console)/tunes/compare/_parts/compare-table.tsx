import Link from "next/link";
import { Fragment } from "react";
import { Button } from "../../../../_ui/controls/button.tsx";
import { Cell, HeadCell, RowHead, Table } from "../../../../_ui/page/table.tsx";
import type { CompareGroup } from "./compare-rows.ts";
import type { ComparedRun } from "./compared-run.ts";

interface CompareTableProps {
  runs: readonly ComparedRun[];
  baseline: ComparedRun;
  groups: readonly CompareGroup[];
  onPin: (id: string) => void;
  onRemove: (id: string) => void;
}

/** Fields down, runs across; a row whose values differ is set in full ink. */
export function CompareTable({ runs, baseline, groups, onPin, onRemove }: CompareTableProps) {
  return (
    <Table caption="Runs side by side">
      <thead>
        <tr>
          <HeadCell>field</HeadCell>
          {runs.map((run) => (
            <HeadCell key={run.detail.summary.id}>
              <RunHead run={run} isBaseline={run === baseline} onPin={onPin} onRemove={onRemove} />
            </HeadCell>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map(({ title, rows }) => (
          <Fragment key={title}>
            <tr>
              <th scope="colgroup" colSpan={runs.length + 1} className="pt-5 pb-1 text-left text-meta text-ink-3">
                {title}
              </th>
            </tr>
            {rows.map((row) => (
              <tr key={row.field} className={row.isEqual ? "text-ink-3" : undefined}>
                <RowHead>
                  <span className="whitespace-nowrap">{row.field}</span>
                </RowHead>
                {row.cells.map((cell, index) => (
                  <Cell key={runs[index]?.detail.summary.id ?? index}>
                    <span className="block max-w-[36ch] min-w-[12ch] break-words">{cell}</span>
                  </Cell>
                ))}
              </tr>
            ))}
          </Fragment>
        ))}
      </tbody>
    </Table>
  );
}

interface RunHeadProps extends Pick<CompareTableProps, "onPin" | "onRemove"> {
  run: ComparedRun;
  isBaseline: boolean;
}

function RunHead({ run, isBaseline, onPin, onRemove }: RunHeadProps) {
  const { id, label } = run.detail.summary;
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      <Link href={`/tunes/${id}`} className="font-mono font-medium text-ink hover:underline" data-compared-run={id}>
        {label}
      </Link>
      {isBaseline ? (
        <span className="text-ink-2">baseline</span>
      ) : (
        <Button variant="plain" onClick={() => onPin(id)} aria-label={`Make ${label} the baseline`}>
          pin
        </Button>
      )}
      <Button variant="plain" onClick={() => onRemove(id)} aria-label={`Leave ${label} out`}>
        leave out
      </Button>
    </span>
  );
}
