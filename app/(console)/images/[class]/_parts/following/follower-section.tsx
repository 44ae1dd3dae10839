"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isAllowed } from "../../../../../../core/access/roles.ts";
import { FailureLine } from "../../../../../_approval/dialog-parts.tsx";
import { useTRPC } from "../../../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../../../_trpc/procedures.ts";
import { Button } from "../../../../../_ui/controls/button.tsx";
import { LinkButton } from "../../../../../_ui/controls/link-button.tsx";
import { Section } from "../../../../../_ui/page/section.tsx";
import { Cell, HeadCell, RowHead, Table } from "../../../../../_ui/page/table.tsx";
import { EmptyState } from "../../../../../_ui/states/empty-state.tsx";
import { ErrorState } from "../../../../../_ui/states/error-state.tsx";
import { failureOf } from "../../../../../_ui/states/failure.ts";
import { OlderNote } from "../../../../../_ui/states/older-note.tsx";
import { Skeleton } from "../../../../../_ui/states/skeleton.tsx";
import { Status } from "../../../../../_ui/values/status.tsx";
import { followWords, heldText } from "../../../../../_words/follow-words.ts";
import { ApplyRecipe } from "./apply-recipe.tsx";

type Followers = RouterOutputs["proposals"]["followers"];
type Follower = Followers["rows"][number];

const TITLE = "Macs that follow this class";

/** TU51: which Macs follow the class, what each says it has, and the approved apply that brings the live recipe. */
export function FollowerSection({ label }: { label: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const followers = useQuery(trpc.proposals.followers.queryOptions({ class: label }));
  const me = useQuery(trpc.self.me.queryOptions());
  const mayFollow = isAllowed(me.data?.role ?? null, "propose");
  const follow = useMutation(
    trpc.proposals.follow.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.proposals.pathFilter()),
    }),
  );
  const retry = () => void followers.refetch();
  const { data } = followers;
  if (data === undefined) {
    return (
      <Section title={TITLE}>
        {followers.error === null ? (
          <Skeleton shape="rows" rows={2} />
        ) : (
          <ErrorState error={followers.error} title="The Macs that follow could not be read." onRetry={retry} />
        )}
      </Section>
    );
  }
  if (data.rows.length === 0) {
    return (
      <Section title={TITLE}>
        <EmptyState title="No Mac yet." action={<LinkButton href="/fleet/enrol">Add a Mac</LinkButton>}>
          A Mac that follows a class gets its live recipe by an apply that a person approves.
        </EmptyState>
      </Section>
    );
  }
  const ready = data.rows.filter(({ apply }) => apply.isAllowed);
  return (
    <Section
      title={TITLE}
      note="A Mac that follows keeps a recipe file of its own; each apply is approved on its own."
      aside={
        <Button disabled={ready.length === 0} onClick={() => setAsking(true)}>
          Apply the live recipe…
        </Button>
      }
    >
      <OlderNote error={followers.error} onRetry={retry} />
      <Table caption={TITLE} isStacked>
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
              mayFollow={mayFollow}
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

interface FollowerLineProps {
  row: Follower;
  mayFollow: boolean;
  onFollow: (isFollowing: boolean) => void;
}

function FollowerLine({ row, mayFollow, onFollow }: FollowerLineProps) {
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
        <Button aria-pressed={row.isFollowing} disabled={!mayFollow} onClick={() => onFollow(!row.isFollowing)}>
          {row.isFollowing ? "Stop following" : "Follow"}
          <span className="sr-only"> on {row.host}</span>
        </Button>
      </Cell>
    </tr>
  );
}
