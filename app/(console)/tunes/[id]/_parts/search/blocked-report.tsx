import { Section } from "../../../../../_ui/page/section.tsx";
import { Cell, HeadCell, RowHead, Table } from "../../../../../_ui/page/table.tsx";
import { Status } from "../../../../../_ui/values/status.tsx";
import type { TuneDetail } from "../tune-detail.ts";
import { contenderLines, ladderLines, sagLines, searchSentence } from "./blocked-words.ts";

type Report = NonNullable<TuneDetail["report"]>;

function Contenders({ report }: { report: Report }) {
  const lines = contenderLines(report);
  if (lines.length === 0) return null;
  return (
    <Section title="Who was left, and how far apart">
      <Table caption="Contenders" isStacked>
        <thead>
          <tr>
            <HeadCell>cell</HeadCell>
            <HeadCell align="end">mean rate</HeadCell>
            <HeadCell align="end">mean first token</HeadCell>
            <HeadCell>behind the leader</HeadCell>
            <HeadCell>tie band</HeadCell>
            <HeadCell>answers</HeadCell>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.name}>
              <RowHead>
                {line.isWinner ? <span className="font-semibold text-leaf">★ {line.name}</span> : line.name}
              </RowHead>
              <Cell align="end" label="mean rate">
                {line.tps}
              </Cell>
              <Cell align="end" label="mean first token">
                {line.ttft}
              </Cell>
              <Cell label="behind the leader">{line.gap}</Cell>
              <Cell label="tie band">{line.band}</Cell>
              <Cell label="answers">{line.quality}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

function Ladder({ report }: { report: Report }) {
  const lines = ladderLines(report);
  if (lines.length === 0) return null;
  return (
    <Section title="Who left, when and why">
      <ol className="list-none p-0">
        {lines.map((line) => (
          <li key={`${line.name} ${line.rung}`} className="border-line border-b py-1.5">
            <span className="text-ink">{line.name}</span>{" "}
            <span className="text-ink-2">
              left in {line.rung}, {line.kind}: {line.reason}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Sag({ report }: { report: Report }) {
  const lines = sagLines(report);
  if (lines.length === 0) return null;
  return (
    <Section title="The sentinel, block by block">
      <ul className="flex list-none flex-wrap gap-x-6 gap-y-1 p-0">
        {lines.map((line) => (
          <li key={line.block} className="text-ink-2">
            {line.block}:{" "}
            {line.isFlagged ? (
              <Status level="degrading">{`${line.share} of its calibration`}</Status>
            ) : (
              <span>{line.share}</span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** M section 10, step 10: ladder, band, gaps, noise, sag, quality and cells that are not comparable. */
export function BlockedReport({ report }: { report: Report }) {
  return (
    <>
      <Section title="What this search can say">
        <p className="text-ink-2">{searchSentence(report)}</p>
      </Section>
      <Contenders report={report} />
      <Ladder report={report} />
      <Sag report={report} />
    </>
  );
}
