import { formatDuration } from "../../../../../../core/units/durations.ts";
import { formatKnob } from "../../../../../../core/units/knobs.ts";
import { formatMs, formatPercent, formatTokens } from "../../../../../../core/units/quantities.ts";
import { FactList } from "../../../../../_ui/page/fact-list.tsx";
import { Section } from "../../../../../_ui/page/section.tsx";
import type { TuneDetail } from "../tune-detail.ts";

function axisText(values: readonly (number | null)[]): string {
  return values.map(formatKnob).join(", ");
}

/** What the run under way was asked to do, as it was asked. */
export default function PlanFacts({ plan }: { plan: TuneDetail["plan"] }) {
  const contexts = plan.maxContextAxis.length === 0 ? [plan.targetContext] : plan.maxContextAxis;
  return (
    <Section title="The plan">
      <FactList
        facts={[
          { label: "Target context", value: formatTokens(plan.targetContext) },
          { label: "First-token gate", value: formatMs(plan.gateTtftMs) },
          { label: "kv_bits", value: axisText(plan.kvBitsAxis) },
          { label: "max_batch", value: axisText(plan.maxBatchAxis) },
          { label: "max_context", value: contexts.map((context) => context.toLocaleString("en-US")).join(", ") },
          { label: "Replicates", value: `${plan.stage1Replicates} per candidate, ${plan.stage2Replicates} per cell` },
          { label: "Tie band", value: formatPercent(plan.tpsTieEpsilon) },
          { label: "Longest duration", value: formatDuration(plan.maxDurationS * 1000) },
        ]}
      />
    </Section>
  );
}
