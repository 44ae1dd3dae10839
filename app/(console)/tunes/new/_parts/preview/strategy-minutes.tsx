import { asEstimate } from "../../../../../../core/units/quantities.ts";
import { Section } from "../../../../../_ui/page/section.tsx";
import { Cell, HeadCell, RowHead, Table } from "../../../../../_ui/page/table.tsx";
import type { OkPreview } from "./plan-answer.ts";

type Strategy = OkPreview["estimate"]["strategies"][number];

const NOTES: Record<Strategy["strategy"], string> = {
  grid: "every setting once, in order",
  "blocked-halving": "all settings in turn, in mirrored blocks, the slow ones leave",
};

/** In the order they happen. */
const PARTS = ["calibration", "search", "quality guard", "confirmation"];

const minutesOf = (strategy: Strategy, part: string): string => {
  const found = strategy.parts.find((one) => one.part === part);
  return found === undefined ? "–" : asEstimate(`${found.minutes} min`);
};

/** What measuring the settings would cost by either strategy, part by part; estimates, and drawn as such. */
export function StrategyMinutes({ preview }: { preview: OkPreview }) {
  const { strategies } = preview.estimate;
  const planned = new Set(strategies.flatMap((strategy) => strategy.parts.map(({ part }) => part)));
  const parts = PARTS.filter((part) => planned.has(part));
  return (
    <Section title="Minutes for the settings" note="Finding the model comes before and costs the same by either.">
      <Table caption="Estimated minutes of both strategies" isStacked>
        <thead>
          <tr>
            <HeadCell>strategy</HeadCell>
            {parts.map((part) => (
              <HeadCell key={part} align="end">
                {part}
              </HeadCell>
            ))}
            <HeadCell align="end">in all</HeadCell>
          </tr>
        </thead>
        <tbody>
          {strategies.map((strategy) => {
            const isChosen = strategy.strategy === preview.plan.strategy;
            return (
              <tr key={strategy.strategy} className={isChosen ? undefined : "text-ink-3"}>
                <RowHead>
                  <span className={isChosen ? "font-semibold" : undefined}>{strategy.strategy}</span>
                  {isChosen ? <span className="text-ink-2">, this plan</span> : null}
                  <span className="block text-meta">{NOTES[strategy.strategy]}</span>
                </RowHead>
                {parts.map((part) => (
                  <Cell key={part} align="end" label={part}>
                    <span className="whitespace-nowrap">{minutesOf(strategy, part)}</span>
                  </Cell>
                ))}
                <Cell align="end" label="in all">
                  <span className="whitespace-nowrap">{asEstimate(`${strategy.minutes} min`)}</span>
                </Cell>
              </tr>
            );
          })}
        </tbody>
      </Table>
    </Section>
  );
}
