import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import { Status } from "../../../../_ui/values/status.tsx";

type Warning = RouterOutputs["fleet"]["get"]["mac"]["warnings"][number];

/** Each warning with its grade, its text and its fix. */
export function WarningList({ warnings }: { warnings: readonly Warning[] }) {
  return (
    <ul className="border-t border-line">
      {warnings.map((warning) => (
        <li key={warning.code} className="grid gap-x-6 border-b border-line py-2 md:grid-cols-[8rem_minmax(0,1fr)]">
          <Status level={warning.level}>{warning.level}</Status>
          <div>
            <p>{warning.text}</p>
            <p className="text-ink-2">
              <span className="font-medium text-ink">fix:</span> {warning.fix}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
