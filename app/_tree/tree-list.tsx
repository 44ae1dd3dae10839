import type { TreeInput } from "./tree-input.ts";
import { type TreeRow, treeRows } from "./tree-rows.ts";

function Rows({ rows, label }: { rows: readonly TreeRow[]; label: string }) {
  return (
    <ol aria-label={label} className="m-0 list-decimal space-y-2 pl-6 marker:text-ink-3">
      {rows.map((row) => (
        <li key={row.key} className="min-w-0">
          <span className="font-medium text-ink">{row.title}</span>
          <span className="text-ink-2">: {row.verdict}</span>
          {row.facts.length > 0 ? <span className="text-ink-2"> · {row.facts.join(" · ")}</span> : null}
          {row.cells.length > 0 ? (
            <div className="mt-2">
              <Rows rows={row.cells} label={`Knob cells of ${row.title}`} />
            </div>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

/** The drawing as a nested list, in the operator's order. */
export function TreeList({ input }: { input: TreeInput }) {
  return <Rows rows={treeRows(input)} label="Candidates in the operator's order" />;
}
