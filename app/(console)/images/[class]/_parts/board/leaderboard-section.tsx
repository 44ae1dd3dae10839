"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../../../_trpc/procedures.ts";
import { LinkButton } from "../../../../../_ui/controls/link-button.tsx";
import { Section } from "../../../../../_ui/page/section.tsx";
import { Cell, HeadCell, Table } from "../../../../../_ui/page/table.tsx";
import { EmptyState } from "../../../../../_ui/states/empty-state.tsx";
import { ErrorState } from "../../../../../_ui/states/error-state.tsx";
import { OlderNote } from "../../../../../_ui/states/older-note.tsx";
import { Skeleton } from "../../../../../_ui/states/skeleton.tsx";
import { Metric } from "../../../../../_ui/values/metric.tsx";
import { BoardLead } from "./board-lead.tsx";
import { agreementText, boardSentence, boardTitle, evidenceText, rankText, signed, verdictText } from "./board-text.ts";
import { crownOf, crownText, isSettledByRating } from "./crown-text.ts";
import { VoteStrengths } from "./vote-strengths.tsx";

type Board = RouterOutputs["images"]["leaderboard"]["boards"][number];
type Entry = Board["entries"][number];

/** TU36: which recipe of this class leads, and how surely; one board for each working size and rating mode. */
export function LeaderboardSection({ label }: { label: string }) {
  const trpc = useTRPC();
  const read = useQuery(trpc.images.leaderboard.queryOptions({ class: label }));
  if (read.data === undefined) {
    if (read.error === null) return <Skeleton shape="drawing" />;
    return <ErrorState error={read.error} title="The boards could not be read." onRetry={() => void read.refetch()} />;
  }
  const { boards, unclassified, votes, serverTime } = read.data;
  return (
    <Section
      title="Recipe leaderboard"
      note="The effect is an estimate: stars above the mean of the class, images and raters set aside, with its 95 % interval. Recipes stand by its lower end."
    >
      <OlderNote error={read.error} onRetry={() => void read.refetch()} />
      {boards.length === 0 ? (
        <EmptyState title="No recipe of this class was rated yet.">
          A recipe has a place from 20 rated runs on one working size, blind or open.
        </EmptyState>
      ) : (
        boards.map((board, index) => (
          <BoardPart key={boardTitle(board)} board={board} label={label} chartAt={index === 0 ? serverTime : null} />
        ))
      )}
      <VoteStrengths votes={votes} />
      {unclassified === 0 ? null : (
        <p className="text-meta text-ink-2">
          {unclassified.toLocaleString("en-US")} of an older log, without working size or rating mode, are on no board.
        </p>
      )}
    </Section>
  );
}

interface BoardPartProps {
  board: Board;
  label: string;
  /** When the figures were read, ISO, where this board has its chart; null for one that is a table only. */
  chartAt: string | null;
}

function BoardPart({ board, label, chartAt }: BoardPartProps) {
  const title = boardTitle(board);
  const isDrawn = chartAt !== null && board.entries.filter(({ rank }) => rank !== null).length > 1;
  return (
    <div className="mb-6">
      <h3 className="mb-2 font-medium">{title}</h3>
      {isDrawn ? null : (
        <p className="mb-2 text-meta text-ink-2">
          {boardSentence(board)} {crownText(board)}
        </p>
      )}
      {isDrawn ? <BoardLead board={board} provenance={`${label}, ${chartAt.slice(0, 16)} UTC`} /> : null}
      {isSettledByRating(board) ? (
        <p className="mb-2">
          <LinkButton href={`/rate?class=${encodeURIComponent(label)}`}>Settle it: rate more</LinkButton>
        </p>
      ) : null}
      <Table caption={`Recipe leaderboard, ${title}`} isStacked>
        <thead>
          <tr>
            <HeadCell>recipe</HeadCell>
            <HeadCell align="end">rank</HeadCell>
            <HeadCell align="end">effect, stars</HeadCell>
            <HeadCell align="end">mean score</HeadCell>
            <HeadCell>rests on</HeadCell>
            <HeadCell>blind pairs</HeadCell>
          </tr>
        </thead>
        <tbody>
          {board.entries.map((entry) => (
            <BoardRow key={entry.recipeSha} entry={entry} needed={board.needed} crown={crownOf(entry, board.crown)} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function BoardRow({ entry, needed, crown }: { entry: Entry; needed: number; crown: string | null }) {
  return (
    <tr>
      <Cell label="recipe">
        <span className="font-mono text-meta">{entry.recipeSha.slice(0, 12)}</span>
        {crown === null ? null : (
          <span className="block text-meta text-leaf">
            <span aria-hidden>★ </span>
            {crown}
          </span>
        )}
        <span className="block text-meta text-ink-2">{namesOf(entry).join(" · ")}</span>
      </Cell>
      <Cell label="rank" align="end">
        {rankText(entry, needed)}
      </Cell>
      <Cell label="effect, stars" align="end">
        {entry.effect === null ? (
          <span className="text-ink-3">not shown yet</span>
        ) : (
          <Estimate value={signed(entry.effect.mean)} range={[entry.effect.lower, entry.effect.upper].map(signed)} />
        )}
      </Cell>
      <Cell label="mean score" align="end">
        {entry.mean === null ? "–" : entry.mean.toFixed(2)}
        {entry.biasFree === null ? null : (
          <span className="block text-meta text-ink-2">
            {"without rater bias "}
            <Estimate
              value={entry.biasFree.mean.toFixed(2)}
              range={[entry.biasFree.lower, entry.biasFree.upper].map((stars) => stars.toFixed(2))}
            />
          </span>
        )}
      </Cell>
      <Cell label="rests on">
        {evidenceText(entry)}
        <span className="block text-meta text-ink-2">{agreementText(entry.alpha)}</span>
      </Cell>
      <Cell label="blind pairs">{verdictText(entry)}</Cell>
    </tr>
  );
}

function Estimate({ value, range }: { value: string; range: readonly string[] }) {
  return (
    <>
      <Metric text={value} basis={{ kind: "estimate" }} />
      <span className="block text-meta whitespace-nowrap text-ink-2">{range.join(" to ")}</span>
    </>
  );
}

/** What the recipe is here: its version, whether it is live, and that it was forced (TU50). */
function namesOf({ version, isLive, forced }: Entry): string[] {
  return [
    version === null ? "no stored version" : `version ${version}`,
    ...(isLive ? ["live"] : []),
    ...(forced === null ? [] : [`forced: ${forced}`]),
  ];
}
