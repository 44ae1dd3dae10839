"use client";
import { useMemo } from "react";
import { BoardLeadChart } from "../../../../../_charts/board-lead-chart.tsx";
import { prepareBoardLead } from "../../../../../_charts/prepare/ratings/board-lead.ts";
import type { RouterOutputs } from "../../../../../_trpc/procedures.ts";
import { boardSentence, boardTitle } from "./board-text.ts";
import { crownOf, crownText } from "./crown-text.ts";

type Board = RouterOutputs["images"]["leaderboard"]["boards"][number];

/** C-09 of one board; with fewer than two places nothing is compared, so nothing is drawn. */
export function BoardLead({ board, provenance }: { board: Board; provenance: string }) {
  const view = useMemo(
    () =>
      prepareBoardLead({
        places: placesOf(board),
        sentence: `${boardSentence(board)} ${crownText(board)}`,
        board: boardTitle(board),
      }),
    [board],
  );
  if (view.places.length < 2) return null;
  return <BoardLeadChart view={view} hrefOf={() => undefined} provenance={provenance} />;
}

function placesOf({ entries, crown }: Board) {
  return entries.flatMap(({ recipeSha, version, rank, rankRange, effect, runs }) => {
    if (rank === null || rankRange === null || effect === null) return [];
    const name = `${recipeSha.slice(0, 8)}, ${version === null ? "no stored version" : `version ${version}`}`;
    return [{ id: recipeSha, name, rank, rankRange, effect, n: runs, crown: crownOf({ recipeSha, rank }, crown) }];
  });
}
