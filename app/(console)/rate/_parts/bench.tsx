"use client";
import { useEffect, useRef, useState } from "react";
import type { RouterInputs } from "../../../_trpc/procedures.ts";
import { Button } from "../../../_ui/controls/button.tsx";
import { EmptyState } from "../../../_ui/states/empty-state.tsx";
import { useUnsaved } from "../../../_unsaved/unsaved-provider.tsx";
import { AnswerBar } from "./answer-bar.tsx";
import type { BenchController, BenchState } from "./bench-controller.ts";
import type { GivenAnswer } from "./bench-entries.ts";
import { EffectLines } from "./effect-lines.tsx";
import { Stage } from "./stage/stage.tsx";
import { useStageView } from "./stage/use-stage-view.ts";
import { useBench } from "./use-bench.ts";
import { useBenchKeys } from "./use-bench-keys.ts";

interface BenchProps {
  wish: RouterInputs["ratings"]["open"];
  /** Why this person may not rate, or null. */
  cannot: string | null;
  newsAt: number;
  onPairs: () => void;
}

/** The bench: one picture or pair, its keys and buttons, and what the last answer has done. */
export function Bench({ wish, cannot, newsAt, onPairs }: BenchProps) {
  const bench = useBench({ wish, isAllowed: cannot === null, newsAt });
  const view = useStageView(bench);
  const [isAdvancing, setAdvancing] = useState(true);
  const [note, setNote] = useState("");
  const [isNoteDropped, setDropped] = useState(false);
  const noteField = useRef<HTMLTextAreaElement>(null);
  const stage = useRef<HTMLElement>(null);
  const shownAt = useRef(0);
  const state = bench.state();
  const entry = state.entries[state.at];
  const viewId = entry?.item.viewId ?? null;
  // The browser's clock says when a picture came.
  useEffect(() => {
    if (viewId !== null) shownAt.current = performance.now();
  }, [viewId]);
  const msOnImage = () => Math.min(86_400_000, Math.round(performance.now() - shownAt.current));
  const give = (answer: GivenAnswer) => {
    if (cannot !== null || !bench.answer(answer, isAdvancing)) return;
    setDropped(answer.kind !== "score" && note.trim() !== "");
    setNote("");
    stage.current?.focus({ preventScroll: true });
  };
  const isPair = entry !== undefined && entry.item.tokens.left !== null;
  const actions = {
    isPair,
    score: (score: number) =>
      give({
        kind: "score",
        score,
        ...(note.trim() === "" ? {} : { notes: note.trim() }),
        view: { zoom100: view.hasSeen100, msOnImage: msOnImage() },
      }),
    verdict: (verdict: "left" | "right" | "tie" | "not_sure") => give({ kind: "verdict", verdict, ms: msOnImage() }),
    skip: (reason: "skip" | "cannot_judge" | "unusable") => give({ kind: "skip", reason }),
    clear: bench.clear,
    undo: bench.undo,
    toggleAdvance: () => setAdvancing(!isAdvancing),
    note: () => noteField.current?.focus(),
  };
  useBenchKeys({ bench, view, actions });
  return (
    <section ref={stage} tabIndex={-1} aria-label="Rating bench" className="outline-none">
      <BenchNotes bench={bench} onPairs={onPairs} />
      {entry === undefined ? (
        <Nothing state={state} cannot={cannot} />
      ) : (
        <Stage bench={bench} entry={entry} view={view} />
      )}
      <AnswerBar entry={entry ?? null} actions={actions} cannot={cannot} isAdvancing={isAdvancing} />
      <p role="status" className="text-meta text-ink-2">
        {isNoteDropped ? "The note was dropped: only a score carries one." : ""}
      </p>
      <label className={`mt-3 max-w-[60ch] gap-1 text-meta text-ink-2 ${isPair ? "hidden" : "grid"}`}>
        Note, kept with a score
        <textarea
          ref={noteField}
          value={note}
          maxLength={2000}
          rows={2}
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") stage.current?.focus();
          }}
          className="rounded-control border border-edge bg-panel p-2 text-base text-ink"
        />
      </label>
      <EffectLines state={state} entry={entry ?? null} />
    </section>
  );
}

function BenchNotes({ bench, onPairs }: { bench: BenchController; onPairs: () => void }) {
  const { progress, session, said } = bench.state();
  const { unsaved } = useUnsaved();
  return (
    <div className="mb-2 flex min-h-7 flex-wrap items-center gap-x-6 gap-y-1 text-ink-2">
      {progress === null ? null : (
        <p>
          {progress.answers} answered, {progress.waiting} wait
          {progress.isWarmUp ? " · warming up: the first five do not count" : ""}
        </p>
      )}
      {unsaved > 0 ? <p>{unsaved} on the way</p> : null}
      {progress?.isTimeToStop ? <p>You have been at it for 20 minutes; a pause keeps your eye fresh.</p> : null}
      {session?.suggestedMode === "pairs" ? (
        <p>
          The scores so far have at most two values, so pairs tell more.{" "}
          {session.mode === "scores" ? <Button onClick={onPairs}>Compare pairs instead</Button> : null}
        </p>
      ) : null}
      <p role="status">{said}</p>
      {bench.sight() === "failed" ? (
        <p role="alert" className="text-blocking">
          A picture of this one could not be fetched. <Button onClick={bench.fetchAgain}>Fetch again</Button>
        </p>
      ) : null}
    </div>
  );
}

function Nothing({ state, cannot }: { state: BenchState; cannot: string | null }) {
  if (cannot !== null) return <EmptyState title="You may not rate here.">{cannot}</EmptyState>;
  if (state.refusal !== null)
    return <EmptyState title="The console gives no pictures here.">{state.refusal}</EmptyState>;
  if (state.session === null || state.end === "more") return <p className="py-16 text-ink-2">Fetching pictures…</p>;
  return state.end === "empty" ? (
    <EmptyState title="Nothing waits for you here.">
      Every picture of this choice has your answer. New ones come here by themselves.
    </EmptyState>
  ) : (
    <EmptyState title="A pause for these pictures.">
      All that waits was shown within the last five pictures, and a picture never returns so soon. Choose another class,
      or come back later.
    </EmptyState>
  );
}
