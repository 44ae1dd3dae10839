import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createBench } from "./bench-controller.ts";

/** What the browser was asked for, in order; each picture arrives and is decoded at once. */
let fetched: string[];
let decoded: number;

beforeEach(() => {
  fetched = [];
  decoded = 0;
  vi.stubGlobal("fetch", async (address: string) => {
    fetched.push(address.replace("/api/images/view/", ""));
    return new Response(new Blob([new Uint8Array(8)]));
  });
  vi.stubGlobal("createImageBitmap", async () => {
    decoded += 1;
    return { close: () => undefined };
  });
});
afterEach(() => vi.unstubAllGlobals());

const PROGRESS = { answers: 0, waiting: 40, isWarmUp: false, isTimeToStop: false };
const REST = { left: null, right: null, previous: null };

/** A console that has endless pictures and takes every answer. */
function endlessConsole() {
  let made = 0;
  const effect = { class: "color-photo", ratedRuns: 0, neededRuns: 20, argumentSets: 0 };
  const item = () => {
    made += 1;
    const tokens = { ...REST, before: `before ${made}`, output: `output ${made}` };
    return { viewId: `view ${made}`, tokens, term: "random" as const, revealed: null };
  };
  const session = { id: "s", mode: "scores" as const, class: null, isBlind: true, suggestedMode: "scores" as const };
  return {
    ratings: {
      open: { mutate: async () => ({ ...session, progress: PROGRESS }) },
      next: {
        mutate: async ({ count, held = [] }: { count: number; held?: string[] | undefined }) => ({
          items: Array.from({ length: count - held.length }, item),
          end: "more" as const,
        }),
      },
      rate: { mutate: async () => ({ eventId: "e", revealed: [], effect, progress: PROGRESS }) },
      clear: { mutate: async () => ({ isRevoked: true, progress: PROGRESS }) },
      undo: { mutate: async () => ({ undone: null, progress: PROGRESS }) },
    },
  };
}

const pictures = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => [`before ${from + at}`, `output ${from + at}`]).flat();

test("IM62 the next three pictures are fetched and decoded ahead, before anybody asks, and one more with each answer", async () => {
  const bench = createBench(endlessConsole(), { mode: "scores", class: null, isBlind: true, confirmationId: null });
  bench.open();
  await vi.waitFor(() => expect(decoded).toBe(8));
  expect(fetched).toEqual(pictures(1, 4));
  expect(bench.state().at).toBe(0);
  for (const token of pictures(2, 4)) expect(bench.pictures.ready(token)).not.toBeNull();
  bench.answer({ kind: "score", score: 4, view: { zoom100: false, msOnImage: 900 } }, true);
  expect(bench.state().at).toBe(1);
  expect(bench.pictures.ready("output 2")).not.toBeNull();
  await vi.waitFor(() => expect(decoded).toBe(10));
  expect(fetched).toEqual(pictures(1, 5));
});
