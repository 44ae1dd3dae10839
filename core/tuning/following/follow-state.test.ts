import { expect, test } from "vitest";
import { followStateOf, heldShaOf } from "./follow-state.ts";

const FACTS = { isFollowing: true, approvedSha: "a", heldSha: "b", jobState: "QUEUED" as const };

test.each([
  ["a Mac follows nothing by itself", { isFollowing: false }, "not_following"],
  ["following alone approves nothing", { approvedSha: null }, "not_approved"],
  ["approved until the Mac has it", {}, "approved"],
  ["approved while it is being written", { jobState: "RUNNING" as const }, "approved"],
  ["applied once the Mac says so", { heldSha: "a", jobState: "RUNNING" as const }, "applied"],
  ["AP8 a success without the recipe is a drift", { jobState: "SUCCEEDED" as const }, "drifted"],
  ["an edit after it was applied is a drift", { jobState: "SUCCEEDED" as const, heldSha: "c" }, "drifted"],
  ["so is a recipe that went away", { jobState: "SUCCEEDED" as const, heldSha: null }, "drifted"],
  ["a refusal is no drift", { jobState: "REFUSED" as const }, "failed"],
  ["nor is an expiry", { jobState: "EXPIRED" as const }, "failed"],
])("TU51 %s", (_title, change, expected) => {
  expect(followStateOf({ ...FACTS, ...change })).toBe(expected);
});

test.each([
  ["a report alone", { sha: "r", atMs: 5 }, null, "r"],
  ["a Mac that never said", { sha: undefined, atMs: 5 }, null, undefined],
  ["a class it has no recipe of", { sha: null, atMs: 5 }, null, null],
  ["an end after the report", { sha: "r", atMs: 5 }, { sha: "e", atMs: 6 }, "e"],
  ["a report after the end", { sha: "r", atMs: 7 }, { sha: "e", atMs: 6 }, "r"],
  ["a report of an earlier agent", { sha: undefined, atMs: 7 }, { sha: "e", atMs: 6 }, "e"],
])("TU51 the newest word of a Mac counts: %s", (_title, reported, ended, expected) => {
  expect(heldShaOf({ reported, ended })).toBe(expected);
});
