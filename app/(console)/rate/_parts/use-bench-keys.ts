"use client";
import type { KeyBinding } from "../../../_keys/key-registry.ts";
import { useKeys } from "../../../_keys/use-keys.ts";
import type { BenchController } from "./bench-controller.ts";
import type { StageView } from "./stage/use-stage-view.ts";

export interface BenchActions {
  isPair: boolean;
  score(score: number): void;
  verdict(verdict: "left" | "right" | "tie" | "not_sure"): void;
  skip(reason: "skip" | "cannot_judge" | "unusable"): void;
  clear(): void;
  undo(): void;
  toggleAdvance(): void;
  note(): void;
}

export const SCORES = [
  { value: 1, word: "bad" },
  { value: 2, word: "poor" },
  { value: 3, word: "fair" },
  { value: 4, word: "good" },
  { value: 5, word: "excellent" },
] as const;
export const VERDICTS = [
  { value: "left", word: "Left" },
  { value: "right", word: "Right" },
  { value: "tie", word: "Tie" },
  { value: "not_sure", word: "Not sure" },
] as const;

const PAN = 0.1;
type Key = Pick<KeyBinding, "id" | "keys" | "label" | "run"> & Pick<Partial<KeyBinding>, "release" | "isRepeatable">;

/** Every key of the bench, in the one registry (IM58). */
export function useBenchKeys(of: { bench: BenchController; view: StageView; actions: BenchActions }): void {
  const { bench, view, actions } = of;
  const arrow = (by: 1 | -1) => (view.zoom === "fit" ? bench.move(by) : view.pan({ x: by * PAN, y: 0 }));
  const upDown = (by: 1 | -1) => (view.zoom === "fit" ? undefined : view.pan({ x: 0, y: by * PAN }));
  const answers: Key[] = actions.isPair
    ? VERDICTS.map(({ value, word }, index) => ({
        id: `rate.verdict-${value}`,
        keys: String(index + 1),
        label: word,
        run: () => actions.verdict(value),
      }))
    : [
        ...SCORES.map(({ value, word }) => ({
          id: `rate.score-${value}`,
          keys: String(value),
          label: `Rate ${word}`,
          run: () => actions.score(value),
        })),
        { id: "rate.clear", keys: "0", label: "Clear your score", run: actions.clear },
        { id: "rate.note", keys: "n", label: "Write a note", run: actions.note },
      ];
  const keys: Key[] = [
    ...answers,
    { id: "rate.previous", keys: "arrowleft", label: "Previous picture", run: () => arrow(-1), isRepeatable: true },
    { id: "rate.next", keys: "arrowright", label: "Next picture", run: () => arrow(1), isRepeatable: true },
    { id: "rate.up", keys: "arrowup", label: "Pan up while zoomed", run: () => upDown(-1), isRepeatable: true },
    { id: "rate.down", keys: "arrowdown", label: "Pan down while zoomed", run: () => upDown(1), isRepeatable: true },
    { id: "rate.undo", keys: "u", label: "Undo", run: actions.undo },
    { id: "rate.undo-chord", keys: "mod+z", label: "Undo", run: actions.undo },
    { id: "rate.flip", keys: "b", label: "Flip original and result", run: view.flip },
    { id: "rate.zoom", keys: "z", label: "Fit or 100 %", run: view.toggleZoom },
    { id: "rate.zoom-space", keys: "space", label: "Fit or 100 %", run: view.toggleZoom },
    { id: "rate.zoom-in", keys: "+", label: "Zoom in", run: () => view.zoomBy(1), isRepeatable: true },
    { id: "rate.zoom-out", keys: "-", label: "Zoom out", run: () => view.zoomBy(-1), isRepeatable: true },
    { id: "rate.skip", keys: "s", label: "Skip", run: () => actions.skip("skip") },
    { id: "rate.cannot-judge", keys: "c", label: "Cannot judge", run: () => actions.skip("cannot_judge") },
    { id: "rate.unusable", keys: "x", label: "Picture unusable", run: () => actions.skip("unusable") },
    { id: "rate.advance", keys: "a", label: "Go on by itself, on or off", run: actions.toggleAdvance },
    {
      id: "rate.hold-previous",
      keys: "alt",
      label: "Hold: the previous recipe's result (not while blind)",
      run: () => view.setShows("previous"),
      release: () => view.setShows("result"),
    },
  ];
  useKeys(keys.map((key) => ({ scope: "page", group: "act", ...key })));
}
