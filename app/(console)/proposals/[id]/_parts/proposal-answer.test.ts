import { expect, test } from "vitest";
import { confirmedText, proposalAnswer } from "./proposal-answer.ts";
import type { Confirmation } from "./proposal-page.ts";

type Facts = Parameters<typeof proposalAnswer>[0];

const means = { trainCurrent: 3.4, trainCandidate: 3.7, holdoutCurrent: 3.4, holdoutCandidate: 3.66, delta: 0.257 };
const evidence = {
  gain: { gain: 0.281, lower: 0.094, upper: 0.468 },
  means,
  counts: { total: 120 },
};
const page: Facts = {
  state: "open",
  origin: "tune",
  verdict: "improves",
  evidence,
  confirmation: null,
  stale: null,
  history: [{ by: "Cy", act: "proposed" }],
  recipeSha: "b".repeat(64),
  pins: { baseSha: "a".repeat(64) },
};
/** The console voids a running confirmation after the decision. */
const decidedAs = (act: string) => [
  { by: "Ada", act },
  { by: "this console", act: "confirmation.void" },
];
const confirmation: Confirmation = {
  id: "01990000-0000-7000-8000-000000000001",
  state: "running",
  planned: 30,
  run: 20,
  ready: 8,
  judged: 12,
  replaced: 0,
  missing: 0,
  figures: null,
  isEarly: false,
  reason: null,
  requestedBy: "Ada",
  requestedAt: "2026-11-20T12:00:00.000Z",
  endedAt: null,
};
const figures = { judged: 30, better: 17, tied: 6, worse: 7, mean: 0.333, lower: 0.018, upper: 0.6, signP: 0.03 };

test.each<[string, Partial<Facts>, string]>([
  [
    "an unconfirmed gain",
    {},
    "Not confirmed yet: its blind confirmation has not been started. Predicted +0.281 stars (+0.094 to +0.468) on 120 rated runs.",
  ],
  [
    "a confirmed gain, with the measured pairs first",
    { confirmation: { ...confirmation, state: "passed", figures } },
    "It passed its blind confirmation: 17 better, 6 tied, 7 worse of 30 images. Predicted +0.281 stars (+0.094 to +0.468) on 120 rated runs.",
  ],
  [
    "IM17 a text that differs only in what no sha covers",
    { origin: "edit", evidence: null, pins: { baseSha: page.recipeSha } },
    "It changes no pixel, only what the recipe says of its limits, its ranges or itself.",
  ],
  [
    "a regression",
    { verdict: "regression", evidence: { ...evidence, means: { ...means, delta: -0.12 } } },
    "No: on held-out images it is predicted −0.120 stars against live. REGRESSION.",
  ],
  [
    "an inconclusive one",
    { verdict: "inconclusive" },
    "Not shown to be better. Predicted +0.281 stars (+0.094 to +0.468) on 120 rated runs. Not confirmed yet: its blind confirmation has not been started.",
  ],
  [
    "a stale one",
    { stale: { pinned: "a".repeat(64), live: "c".repeat(64), diff: [] } },
    "Not as it stands: the live recipe changed after this was proposed. Predicted +0.281 stars (+0.094 to +0.468) on 120 rated runs.",
  ],
  [
    "a roll back",
    { origin: "roll_back", verdict: null, evidence: null },
    "It brings back a recipe that was live before, and can itself be undone.",
  ],
  ["a superseded one", { state: "superseded" }, "No longer: a newer proposal for this class superseded it."],
  ["an expired one", { state: "expired" }, "No longer: it waited for more than 30 days. Propose again."],
  ["a rejected one", { state: "rejected", history: decidedAs("rejected") }, "Rejected by Ada; nothing changed."],
  [
    "a promoted one",
    { state: "promoted", history: decidedAs("approved") },
    "Approved by Ada: bbbbbbbbbbbb was made live.",
  ],
])("TU48 the page answers %s in words", (_title, change, expected) => {
  expect(proposalAnswer({ ...page, ...change })).toBe(expected);
});

test("TU40 while a confirmation runs only its progress is told", () => {
  expect(confirmedText({ ...confirmation, figures })).toBe(
    "Its blind confirmation is under way: 12 of 30 images judged.",
  );
});

test("TU41 a void confirmation says why", () => {
  const reason = "the proposal was superseded";
  expect(confirmedText({ ...confirmation, state: "void", reason })).toContain("is void: the proposal was superseded.");
  expect(confirmedText({ ...confirmation, state: "void" })).toContain("void: the live recipe changed, or");
});

test("TU40 an early end is told as a failure", () => {
  const early = { ...figures, judged: 10, better: 0, tied: 1, worse: 9 };
  expect(confirmedText({ ...confirmation, state: "failed", isEarly: true, figures: early })).toBe(
    "It failed its blind confirmation early: 0 better, 1 tied, 9 worse of 10 images.",
  );
});
