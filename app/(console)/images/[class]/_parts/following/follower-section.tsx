"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FailureLine } from "../../../../../_approval/dialog-parts.tsx";
import { useTRPC } from "../../../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../../../_trpc/procedures.ts";
import { Button } from "../../../../../_ui/controls/button.tsx";
import { Section } from "../../../../../_ui/page/section.tsx";
import { Cell, HeadCell, RowHead, Table } from "../../../../../_ui/page/table.tsx";
import { failureOf } from "../../../../../_ui/states/failure.ts";
import { Status } from "../../../../../_ui/values/status.tsx";
import { followWords, heldText } from "../../../../../_words/follow-words.ts";
import { ApplyRecipe } from "./apply-recipe.tsx";

type Followers = RouterOutputs["proposals"]["followers"];
type Follower = Followers["rows"][number];

/** TU51: which Macs follow the class, what each says it has, and the approved apply that brings the live recipe. */
export function FollowerSection({ label }: { label: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const followers = useQuery(trpc.proposals.followers.queryOptions({ class: label }));
  const follow = useMutation(
    trpc.proposals.follow.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.proposals.pathFilter()),
    }),
  );
  const { data } = followers;
  if (data === undefined || data.rows.length === 0) return null;
  const ready = data.rows.filter(({ apply }) => apply.isAllowed);
  return (
    <Section
      title="Macs that follow this class"
      note="A Mac that follows keeps a recipe file of its own; each apply is approved on its own."
      aside={
        <Button disabled={ready.length === 0} onClick={() => setAsking(true)}>
          Apply the live recipe…
        </Button>
      }
    >
      <Table caption="Macs that follow this class" isStacked>
        <thead>
          <tr>
            <HeadCell>Mac</HeadCell>
            <HeadCell>state</HeadCell>
            <HeadCell>has</HeadCell>
            <HeadCell>note</HeadCell>
            <HeadCell>follows</HeadCell>
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <FollowerLine
              key={row.agentId}
              row={row}
              onFollow={(isFollowing) => follow.mutate({ class: label, agentId: row.agentId, isFollowing })}
            />
          ))}
        </tbody>
      </Table>
      <FailureLine failure={follow.error === null ? null : failureOf(follow.error)} />
      {isAsking && data.liveSha !== null ? (
        <ApplyRecipe label={label} liveSha={data.liveSha} rows={data.rows} onClose={() => setAsking(false)} />
      ) : null}
    </Section>
  );
}

function FollowerLine({ row, onFollow }: { row: Follower; onFollow: (isFollowing: boolean) => void }) {
  const state = followWords(row);
  const note = row.note ?? (row.isFollowing ? row.apply.why : null);
  return (
    <tr>
      <RowHead>{row.host}</RowHead>
      <Cell label="state">
        <Status level={state.level}>{state.word}</Status>
      </Cell>
      <Cell label="has" isMono>
        {heldText(row)}
      </Cell>
      <Cell label="note">{note ?? "–"}</Cell>
      <Cell label="follows">
        <Button aria-pressed={row.isFollowing} onClick={() => onFollow(!row.isFollowing)}>
          {row.isFollowing ? "Stop following" : "Follow"}
          <span className="sr-only"> on {row.host}</span>
        </Button>
      </Cell>
    </tr>
  );
}
