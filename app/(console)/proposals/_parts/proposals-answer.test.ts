import { expect, test } from "vitest";
import { proposalsAnswer } from "./proposals-answer.ts";
import type { ProposalRow } from "./proposals-view.ts";

const newest: ProposalRow = {
  id: "01990000-0000-7000-8000-000000000009",
  number: 9,
  kind: "image-recipe",
  class: "color-photo",
  origin: "tune",
  state: "open",
  baseSha: "a".repeat(64),
  recipeSha: "b".repeat(64),
  verdict: "improves",
  requestedBy: "Ada",
  requestedAt: "2026-11-20T12:00:00.000Z",
  expiresAt: "2026-12-20T12:00:00.000Z",
  gain: { gain: 0.281, lower: 0.094, upper: 0.468 },
  delta: 0.257,
  n: 120,
  flags: [],
};

test.each([
  ["none", { open: 0, newest: null }, "Nothing awaits a decision."],
  [
    "one",
    { open: 1, newest },
    "One proposal awaits your decision: PROP-9 for color-photo, tuned recipe, predicted +0.281 stars (+0.094 to +0.468).",
  ],
  [
    "two, the newest without an interval",
    { open: 2, newest: { ...newest, gain: null, delta: -0.1 } },
    "2 proposals await your decision; the newest is PROP-9 for color-photo, tuned recipe, predicted −0.100 stars held out.",
  ],
  [
    "a roll back, which predicts nothing",
    { open: 1, newest: { ...newest, origin: "roll_back" as const, gain: null, delta: null } },
    "One proposal awaits your decision: PROP-9 for color-photo, roll back.",
  ],
  [
    "a regression, never without its word",
    { open: 1, newest: { ...newest, flags: ["regression" as const] } },
    "One proposal awaits your decision: PROP-9 for color-photo, tuned recipe, predicted +0.281 stars (+0.094 to +0.468), REGRESSION.",
  ],
  [
    "one that the reader may not decide",
    { open: 1, newest: { ...newest, gain: null, delta: null }, mayDecide: false },
    "One proposal awaits a decision: PROP-9 for color-photo, tuned recipe.",
  ],
])("the list of proposals answers with %s", (_title, facts, expected) => {
  expect(proposalsAnswer({ mayDecide: true, ...facts })).toBe(expected);
});
