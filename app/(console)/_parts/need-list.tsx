import Link from "next/link";
import type { RouterOutputs } from "../../_trpc/procedures.ts";
import { Status } from "../../_ui/values/status.tsx";

type Need = RouterOutputs["today"]["get"]["needs"][number];

/** What waits for a person, gravest first, each with its fix. */
export function NeedList({ needs }: { needs: readonly Need[] }) {
  const order = { blocking: 0, degrading: 1, info: 2 };
  const sorted = [...needs].sort((left, right) => order[left.warning.level] - order[right.warning.level]);
  return (
    <ul className="border-t border-line">
      {sorted.map((need) => (
        <li
          key={`${need.agentId}.${need.warning.code}`}
          className="grid gap-x-6 border-b border-line py-2 md:grid-cols-[8rem_minmax(0,1fr)]"
        >
          <Status level={need.warning.level}>{need.warning.level}</Status>
          <div>
            <p>
              <Link href={`/fleet/${need.agentId}`} className="font-medium hover:underline">
                {need.hostName}
              </Link>
              : {need.warning.text}
            </p>
            <p className="text-ink-2">
              <span className="font-medium text-ink">fix:</span> {need.warning.fix}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
