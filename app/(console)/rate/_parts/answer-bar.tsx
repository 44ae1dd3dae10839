"use client";
import { useKeysOf } from "../../../_keys/use-keys.ts";
import { Button } from "../../../_ui/controls/button.tsx";
import type { Entry } from "./bench-entries.ts";
import { type BenchActions, SCORES, VERDICTS } from "./use-bench-keys.ts";

interface AnswerBarProps {
  entry: Entry | null;
  actions: BenchActions;
  cannot: string | null;
  isAdvancing: boolean;
}

/** On a phone the answers stay above the bottom bar while the picture is looked at. */
const STUCK = "max-sm:layer-bar max-sm:sticky max-sm:bottom-11 max-sm:my-2 max-sm:bg-wall max-sm:py-2";

/** Every answer as a button with its key; on a phone each is a thumb's target. */
export function AnswerBar({ entry, actions, cannot, isAdvancing }: AnswerBarProps) {
  const why = cannot ?? (entry === null ? "No picture is on the bench." : null);
  const given = entry?.answer ?? null;
  return (
    <div className="mt-3 grid gap-2 max-sm:contents pointer-coarse:[&_button]:min-h-11">
      {actions.isPair ? (
        <fieldset className={`grid grid-cols-2 gap-2 sm:flex ${STUCK}`}>
          <legend className="mb-1 text-meta text-ink-2 max-sm:sr-only">
            Which result is better, compared with the original?
          </legend>
          {VERDICTS.map(({ value, word }, index) => (
            <AnswerButton
              key={value}
              id={`rate.verdict-${value}`}
              own={String(index + 1)}
              label={word}
              why={why}
              isChosen={given?.kind === "verdict" && given.verdict === value}
              onPress={() => actions.verdict(value)}
            />
          ))}
        </fieldset>
      ) : (
        <fieldset
          className={`grid grid-cols-5 gap-2 sm:flex max-sm:[&_button]:px-0.5 max-sm:[&_button]:text-meta ${STUCK}`}
        >
          <legend className="mb-1 text-meta text-ink-2 max-sm:sr-only">
            How is the result, compared with the original?
          </legend>
          {SCORES.map(({ value, word }) => (
            <AnswerButton
              key={value}
              id={`rate.score-${value}`}
              own={String(value)}
              label={`${value} ${word}`}
              why={why}
              isChosen={given?.kind === "score" && given.score === value}
              onPress={() => actions.score(value)}
            />
          ))}
        </fieldset>
      )}
      <div className="flex flex-wrap gap-2">
        {actions.isPair ? null : (
          <AnswerButton id="rate.clear" own="0" label="Clear" why={why} onPress={actions.clear} />
        )}
        <AnswerButton id="rate.skip" own="s" label="Skip" why={why} onPress={() => actions.skip("skip")} />
        <AnswerButton
          id="rate.cannot-judge"
          own="c"
          label="Cannot judge"
          why={why}
          onPress={() => actions.skip("cannot_judge")}
        />
        <AnswerButton id="rate.unusable" own="x" label="Unusable" why={why} onPress={() => actions.skip("unusable")} />
        <AnswerButton id="rate.undo" own="u" label="Undo" why={cannot} onPress={actions.undo} />
        <AnswerButton
          id="rate.advance"
          own="a"
          label={isAdvancing ? "Goes on by itself" : "Stays after an answer"}
          why={cannot}
          isChosen={isAdvancing}
          onPress={actions.toggleAdvance}
        />
      </div>
      {why === null ? null : <p className="text-meta text-ink-2">{why}</p>}
    </div>
  );
}

interface AnswerButtonProps {
  id: string;
  own: string;
  label: string;
  why: string | null;
  isChosen?: boolean;
  onPress: () => void;
}

function AnswerButton({ id, own, label, why, isChosen, onPress }: AnswerButtonProps) {
  const keys = useKeysOf(id, own);
  return (
    <Button keys={keys} disabled={why !== null} title={why ?? undefined} aria-pressed={isChosen} onClick={onPress}>
      <span className="whitespace-normal">{label}</span>
    </Button>
  );
}
