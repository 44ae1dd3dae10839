import { expect, test } from "vitest";
import { decideRestart } from "./decide-restart.ts";

const minute = 60_000;

test.each([
  ["the first death waits a second", [0], { kind: "again", waitMs: 1_000 }],
  ["each further one twice as long", [0, 2_000, 5_000], { kind: "again", waitMs: 4_000 }],
  [
    "the fifth in five minutes is a quarantine of ten",
    [0, 1, 2, 3, 4].map((n) => n * minute),
    { kind: "quarantine", waitMs: 10 * minute },
  ],
  ["five deaths far apart are not", [0, 2, 4, 6, 8].map((n) => n * minute), { kind: "again", waitMs: 4_000 }],
  ["old deaths are forgotten", [0, 60 * minute], { kind: "again", waitMs: 1_000 }],
])("house agent: %s", (_title, deaths, expected) => {
  expect(decideRestart(deaths)).toEqual(expected);
});
