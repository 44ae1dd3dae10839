import { RollBackButton } from "../../../../_approval/roll-back-button.tsx";
import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import { Section } from "../../../../_ui/page/section.tsx";
import { Cell, HeadCell, Table } from "../../../../_ui/page/table.tsx";
import { RelativeTime } from "../../../../_ui/values/relative-time.tsx";

type ClassPage = RouterOutputs["images"]["class"];

const short = (sha: string | null): string => sha?.slice(0, 12) ?? "none";

/** Every move of the live recipe, and the scores by day. */
export function HistorySection({
  page,
}: {
  page: Pick<ClassPage, "summary" | "moves" | "overTime" | "correctionRate">;
}) {
  return (
    <>
      <Section
        title="History of the live recipe"
        aside={page.moves.length > 1 ? <RollBackButton label={page.summary.label} /> : null}
      >
        {page.moves.length === 0 ? (
          <p className="text-ink-2">No recipe of this class was live yet.</p>
        ) : (
          <Table caption="History of the live recipe" isStacked>
            <thead>
              <tr>
                <HeadCell>when</HeadCell>
                <HeadCell>what</HeadCell>
                <HeadCell>from</HeadCell>
                <HeadCell>to</HeadCell>
                <HeadCell>by</HeadCell>
              </tr>
            </thead>
            <tbody>
              {page.moves.map((move) => (
                <tr key={`${move.at} ${move.toSha}`}>
                  <Cell label="when">
                    <RelativeTime at={move.at} />
                  </Cell>
                  <Cell label="what">
                    {move.kind}
                    {move.isForced ? ` (forced: ${move.reason ?? ""})` : ""}
                  </Cell>
                  <Cell label="from" isMono>
                    {short(move.fromSha)}
                  </Cell>
                  <Cell label="to" isMono>
                    {short(move.toSha)}
                  </Cell>
                  <Cell label="by">{move.movedBy}</Cell>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Section>
      <Section
        title="Ratings over time"
        note={
          page.correctionRate === null
            ? "No picture was classified yet."
            : `${(100 * page.correctionRate).toFixed(1)} % of all classified pictures were corrected by a person. Shipped sample pictures are generated ones; they are not the world.`
        }
      >
        {page.overTime.length === 0 ? (
          <p className="text-ink-2">No rating yet.</p>
        ) : (
          <Table caption="Ratings over time">
            <thead>
              <tr>
                <HeadCell>day, UTC</HeadCell>
                <HeadCell align="end">mean</HeadCell>
                <HeadCell align="end">n</HeadCell>
              </tr>
            </thead>
            <tbody>
              {page.overTime.map((day) => (
                <tr key={day.day}>
                  <Cell>{day.day}</Cell>
                  <Cell align="end">{day.mean.toFixed(2)}</Cell>
                  <Cell align="end">{day.ratings}</Cell>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Section>
    </>
  );
}
