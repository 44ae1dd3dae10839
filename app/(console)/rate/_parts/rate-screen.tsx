"use client";
import { useQuery } from "@tanstack/react-query";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { isAllowed } from "../../../../core/access/roles.ts";
import { useTRPC } from "../../../_trpc/context.ts";
import type { RouterInputs } from "../../../_trpc/procedures.ts";
import { Checkbox } from "../../../_ui/controls/checkbox.tsx";
import { LinkButton } from "../../../_ui/controls/link-button.tsx";
import { Select } from "../../../_ui/controls/select.tsx";
import { PageHead } from "../../../_ui/page/page-head.tsx";
import { EmptyState } from "../../../_ui/states/empty-state.tsx";
import { ErrorState } from "../../../_ui/states/error-state.tsx";
import { OlderNote } from "../../../_ui/states/older-note.tsx";
import { LoadingPage } from "../../../_ui/states/skeleton.tsx";
import { Bench } from "./bench.tsx";

const QUESTION = "Which image needs my eye?";
const ALL = "";
/** The console chooses by the scores of the class (IM65). */
const SUITED = "";

/** The rating bench: what to rate, and the bench itself. */
export function RateScreen() {
  const trpc = useTRPC();
  const classes = useQuery(trpc.ratings.classes.queryOptions({}));
  const me = useQuery(trpc.self.me.queryOptions());
  const [label, setLabel] = useQueryState("class", { defaultValue: ALL });
  const [mode, setMode] = useQueryState("mode", { defaultValue: SUITED });
  const [confirmation] = useQueryState("confirmation");
  const [isBlind, setBlind] = useState(true);
  const role = me.data?.role ?? null;
  const cannot =
    role !== null && !isAllowed(role, "rate") ? `Your role here is ${role}; rating needs the role rater.` : null;
  const wish: RouterInputs["ratings"]["open"] = {
    mode: confirmation !== null ? "pairs" : mode === "pairs" || mode === "scores" ? mode : null,
    class: label === ALL ? null : label,
    isBlind: isBlind || confirmation !== null,
    confirmationId: confirmation,
  };
  if (classes.data === undefined) {
    if (classes.error === null) return <LoadingPage />;
    return (
      <ErrorState
        error={classes.error}
        title="The pictures to rate could not be read."
        onRetry={() => void classes.refetch()}
      />
    );
  }
  const known = classes.data.classes;
  return (
    <>
      <PageHead
        question={QUESTION}
        answer="Each result stands beside its original. Recipe and class stay hidden until your answer is in."
        action={<LinkButton href="/rate/answers">Answers so far</LinkButton>}
      />
      <OlderNote error={classes.error} onRetry={() => void classes.refetch()} />
      <div className="mb-4 flex flex-wrap items-end gap-x-6 gap-y-3">
        <Select
          label="Class"
          value={label}
          onChange={(event) => void setLabel(event.target.value)}
          options={[
            { value: ALL, label: "All classes" },
            ...known.map((one) => ({
              value: one.class,
              label: `${one.class} · ${one.waiting[wish.mode ?? one.suits]} wait`,
            })),
          ]}
        />
        <Select
          label="Answer by"
          value={wish.mode ?? SUITED}
          onChange={(event) => void setMode(event.target.value)}
          options={[
            { value: SUITED, label: "what suits the class" },
            { value: "scores", label: "scores 1 to 5" },
            { value: "pairs", label: "choosing one of two" },
          ]}
        />
        <Checkbox label="Blind" checked={isBlind} onChange={(event) => setBlind(event.target.checked)} />
      </div>
      {known.length === 0 && confirmation === null ? (
        <EmptyState title="No picture waits for a rating.">Run images first; their results come here.</EmptyState>
      ) : (
        <Bench
          key={JSON.stringify(wish)}
          wish={wish}
          cannot={cannot}
          newsAt={classes.dataUpdatedAt}
          onPairs={() => void setMode("pairs")}
        />
      )}
    </>
  );
}
