import { formatDuration } from "../../../../core/units/durations.ts";
import type { RouterOutputs } from "../../../_trpc/procedures.ts";

type Plan = RouterOutputs["images"]["plan"];

const pictures = (n: number): string => `${n} ${n === 1 ? "picture" : "pictures"}`;

/** IM53: the plan as sentences: what runs with what, how long, what is refused, what is in the way. */
export function planLines(plan: Plan): string[] {
  const groups = plan.groups.map(({ class: label, recipeSha, isPassThrough, count }) => {
    if (label === null) return `${pictures(count)} classified first, then run with the recipe of the class`;
    const how = isPassThrough ? "copied unchanged (pass-through)" : `run with recipe ${recipeSha?.slice(0, 12) ?? ""}`;
    return `${pictures(count)} as ${label}: ${how}`;
  });
  const { lowSeconds, highSeconds, basis } = plan.estimate;
  const time =
    plan.count === 0
      ? []
      : [
          `about ${formatDuration(lowSeconds * 1000)} to ${formatDuration(highSeconds * 1000)} on ${plan.hostName ?? "the next free machine"}: an estimate, ${basis}`,
        ];
  const reasons = new Map<string, number>();
  for (const { reason } of plan.refused) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const refused = [...reasons].map(([reason, count]) => `${pictures(count)} left out: ${reason}`);
  return [...groups, ...time, ...refused, ...plan.blockers.map((blocker) => `waits: ${blocker}`)];
}
