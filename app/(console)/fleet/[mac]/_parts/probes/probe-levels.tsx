import { formatPercent, formatTps } from "../../../../../../core/units/quantities.ts";
import { Cell, HeadCell, Table } from "../../../../../_ui/page/table.tsx";
import { firstTokenText, rateText } from "./probe-words.ts";
import type { Probe } from "./probed-levels.ts";

/** Every load level of one probe; a closed and an open loop never share a table (M15). */
export function ProbeLevels({ probe }: { probe: Probe }) {
  const kinds = ["closed", "open"] as const;
  return kinds.map((kind) => {
    const levels = probe.levels.filter(({ plan }) => plan.load.kind === kind);
    return levels.length === 0 ? null : <LevelTable key={kind} levels={levels} kind={kind} />;
  });
}

interface LevelTableProps {
  levels: Probe["levels"];
  kind: "closed" | "open";
}

function LevelTable({ levels, kind }: LevelTableProps) {
  return (
    <Table caption={kind === "closed" ? "Closed loop: the next request waits for an answer" : "Open loop"} isStacked>
      <thead>
        <tr>
          <HeadCell>load</HeadCell>
          <HeadCell align="end">prompt target</HeadCell>
          <HeadCell align="end">decode rate</HeadCell>
          <HeadCell align="end">first token</HeadCell>
          <HeadCell align="end">output</HeadCell>
          <HeadCell align="end">good, interactive</HeadCell>
          <HeadCell align="end">errors</HeadCell>
          <HeadCell>flags</HeadCell>
        </tr>
      </thead>
      <tbody>
        {levels.map((level) => {
          const good = level.goodness.find(({ name }) => name === "interactive");
          return (
            <tr key={level.level}>
              <Cell label="load">{level.loadText}</Cell>
              <Cell align="end" label="prompt target">
                {level.plan.promptTarget.toLocaleString("en-US")}
              </Cell>
              <Cell align="end" label="decode rate">
                {rateText(level)}
              </Cell>
              <Cell align="end" label="first token">
                {firstTokenText(level)}
              </Cell>
              <Cell align="end" label="output">
                {level.outputTps === null ? "not measured" : `${formatTps(level.outputTps)} in all`}
              </Cell>
              <Cell align="end" label="good, interactive">
                {good === undefined ? "–" : `${formatPercent(good.goodFraction)} of ${level.attempted}`}
              </Cell>
              <Cell align="end" label="errors">
                {level.errored === 0
                  ? "0"
                  : `${level.errored}: ${level.errors.map(({ error, count }) => `${count} × ${error}`).join("; ")}`}
              </Cell>
              <Cell label="flags">
                <span className="text-ink-2">{[level.failure ?? "", ...level.flags].filter(Boolean).join(" · ")}</span>
              </Cell>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
