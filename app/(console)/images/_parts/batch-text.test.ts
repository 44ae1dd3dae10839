import { expect, test } from "vitest";
import { batchText, failureSummary } from "./batch-text.ts";

test("H-24 a batch says where it is, and what did not work", () => {
  const batch = {
    id: "b",
    number: 1,
    kind: "run" as const,
    class: null,
    isPreview: true,
    state: "running" as const,
    total: 9,
    done: 3,
    failed: 1,
    cancelled: 0,
    reused: 2,
    classifying: 4,
    refused: [],
    failures: [],
    requestedBy: "Ada",
    requestedAt: "",
  };
  expect(batchText(batch)).toBe("3 of 9 done, 4 waiting for their class, 2 returned from equal runs, 1 failed.");
});

test("IM53 a list of reasons says where it is not all of them", () => {
  const failures = [{ blake3: "a", reason: "too dark" }];
  expect(failureSummary({ failed: 1, failures })).toBe("Why 1 failed");
  expect(failureSummary({ failed: 3, failures })).toBe("Why: the first 1 of 3 that failed");
});
