import { expect, test } from "vitest";
import { feedTargets, gatherMs, type Pointer } from "./feed-targets.ts";

const queries = (pointer: Pointer) => feedTargets(pointer).map((target) => target.query);

test("H-21 a reset makes every query old", () => {
  expect(queries({ topic: "reset", subject: "", kind: "reset" })).toEqual(["all"]);
});

test("H-20 a machine's pointer reaches its page, the fleet, Today and an open plan", () => {
  expect(feedTargets({ topic: "fleet", subject: "m", kind: "report" })).toEqual([
    { query: "today" },
    { query: "fleet.list" },
    { query: "tunes.preview" },
    { query: "fleet.get", id: "m" },
  ]);
});

test("H-20 progress and log reach only their own queries", () => {
  expect(feedTargets({ topic: "tune", subject: "t", kind: "progress" })).toEqual([
    { query: "tunes.progress", id: "t" },
  ]);
  expect(feedTargets({ topic: "tune", subject: "t", kind: "log" })).toEqual([{ query: "tunes.log", id: "t" }]);
});

test("H-20 any other change of a tune reaches its page and every list", () => {
  expect(queries({ topic: "tune", subject: "t", kind: "anything" })).toEqual(
    expect.arrayContaining([
      "today",
      "fleet.list",
      "tunes.list",
      "tunes.recipes",
      "tunes.get",
      "tunes.progress",
      "tunes.log",
    ]),
  );
});

test("H-20 a job's pointer reaches the open tune, whichever it is", () => {
  expect(feedTargets({ topic: "job", subject: "j", kind: "queued" })).toContainEqual({ query: "tunes.get", id: null });
});

test("H-20 a probe's pointer reaches its own queries and no tune's", () => {
  expect(feedTargets({ topic: "probe", subject: "p", kind: "level" })).toEqual([
    { query: "probes.list" },
    { query: "probes.get", id: "p" },
  ]);
});

test.each(["proposal", "confirmation", "recipe", "follower", "import"])(
  "H-20 a pointer of kind %s reaches the proposals too",
  (kind) => {
    expect(queries({ topic: "image", subject: "color-photo", kind })).toEqual(["images", "ratings", "proposals"]);
  },
);

test("H-20 a picture's pointer reaches every query of the images and what waits on the bench", () => {
  expect(queries({ topic: "image", subject: "color-photo", kind: "run" })).toEqual(["images", "ratings"]);
});

test("IM66 H-20 an answer's pointer reaches the agreement and the open proposal, but not what the tuner works out", () => {
  const answer = { topic: "image", subject: "color-photo", kind: "rating" } as const;
  expect(queries(answer)).toEqual(["images", "ratings", "proposals.get"]);
});

test("H-20 TP9 what happens to pictures several times a second is gathered for longer than what happens to tunes", () => {
  expect(gatherMs({ topic: "image", subject: "color-photo", kind: "run" })).toBe(1000);
  expect(gatherMs({ topic: "tune", subject: "run", kind: "trial" })).toBe(250);
});
