import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { obligationDraft, testBook } from "../test/fixtures/obligation-samples.ts";
import { tempStore } from "../test/fixtures/temp-store.ts";
import { restoreBoundMs } from "./restore-bound.ts";

const GIB = 2 ** 30;

test("CX1, JK4 the ladder waits one load deadline for each provider the run owes, by its weights", () => {
  const { store, stateDir } = tempStore();
  const book = testBook(store, stateDir);
  const tuneRunId = randomUUID();
  const owe = (weightsBytes: number | null, run = tuneRunId) => {
    const draft = obligationDraft({ tuneRunId: run });
    return book.open({ ...draft, detail: { ...draft.detail, weightsBytes } });
  };
  expect(restoreBoundMs(store, tuneRunId)).toBe(300_000);
  const first = owe(20 * GIB);
  expect(restoreBoundMs(store, tuneRunId)).toBe(700_000);
  owe(null);
  owe(40 * GIB, randomUUID());
  expect(restoreBoundMs(store, tuneRunId)).toBe(1_000_000);
  const claimed = book.claim(first, { pid: process.pid, startTime: null });
  expect(restoreBoundMs(store, tuneRunId)).toBe(1_000_000);
  if (claimed !== null) book.done(claimed);
  expect(restoreBoundMs(store, tuneRunId)).toBe(300_000);
});
