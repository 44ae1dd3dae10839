import { expect, test } from "vitest";
import { decideFailure } from "./decide-failure.ts";

const failure = (code: string, isRetryable: boolean) => ({
  cause: "It failed.",
  code,
  fix: "Do this.",
  isRetryable,
  details: null,
});

test.each([
  ["an answer that came too soon is sent again by itself", "RATE_LIMITED", true, "pause"],
  ["nobody answered", "CONSOLE_UNREACHABLE", true, "keep"],
  ["the console's store is busy", "STORAGE_BUSY", true, "keep"],
  ["the console itself failed", "INTERNAL", false, "keep"],
  ["the sign-in ended, and a new one sends what waits", "UNAUTHENTICATED", false, "keep"],
  ["the answer is none the picture takes", "BAD_INPUT", false, "drop"],
  ["the picture is gone", "NOT_FOUND", false, "drop"],
  ["the role rates no more", "FORBIDDEN", false, "drop"],
])("TP9 %s", (_title, code, isRetryable, expected) => {
  expect(decideFailure(failure(code, isRetryable)).kind).toBe(expected);
});

test("what is said names cause and fix", () => {
  expect(decideFailure(failure("NOT_FOUND", false))).toEqual({ kind: "drop", message: "It failed. Do this." });
});
