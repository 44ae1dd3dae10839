import { expect, test } from "vitest";
import { planLines } from "./plan-lines.ts";

test("IM53 the plan names count, classes, recipes, estimated seconds, what is left out and why it waits", () => {
  const lines = planLines({
    count: 3,
    groups: [
      { class: null, recipeSha: null, isPassThrough: false, count: 1 },
      { class: "receipt", recipeSha: "a".repeat(64), isPassThrough: false, count: 1 },
      { class: "form-scan", recipeSha: "b".repeat(64), isPassThrough: true, count: 1 },
    ],
    refused: [{ blake3: "c".repeat(64), reason: "this picture was not uploaded" }],
    estimate: { lowSeconds: 9, highSeconds: 18, basis: "a guess: nothing was run here yet" },
    hostName: "house",
    blockers: ["this machine is not connected"],
  });
  expect(lines).toEqual([
    "1 picture classified first, then run with the recipe of the class",
    "1 picture as receipt: run with recipe aaaaaaaaaaaa",
    "1 picture as form-scan: copied unchanged (pass-through)",
    expect.stringMatching(/^about .* to .* on house: an estimate, a guess/),
    "1 picture left out: this picture was not uploaded",
    "waits: this machine is not connected",
  ]);
});
