import { TRPCClientError } from "@trpc/client";
import { expect, test } from "vitest";
import { failureOf, failureReport, requestTitle } from "./failure.ts";

const answer = TRPCClientError.from({
  error: {
    code: -32_603,
    message: "The agent is away.",
    data: {
      appCode: "AGENT_UNAVAILABLE",
      fix: "Wait until it is back.",
      isRetryable: true,
      details: { agent: "mini" },
    },
  },
});

test("H-35 an answer of ours keeps its cause, code and fix", () => {
  expect(failureOf(answer)).toEqual({
    cause: "The agent is away.",
    code: "AGENT_UNAVAILABLE",
    fix: "Wait until it is back.",
    isRetryable: true,
    details: { agent: "mini" },
  });
});

test("H-35 no answer at all is the way to the console, with what to check", () => {
  const failure = failureOf(TRPCClientError.from(new TypeError("fetch failed")));
  expect(failure).toMatchObject({ code: "CONSOLE_UNREACHABLE", isRetryable: true });
});

test("H-35 anything else is a failure of the page", () => {
  expect(failureOf(new Error("boom"))).toMatchObject({ code: "PAGE_FAILED", cause: "boom" });
  expect(failureOf("text")).toMatchObject({ code: "PAGE_FAILED" });
  const hidden = Object.assign(new Error("An error occurred in the Server Components render."), { digest: "1" });
  expect(failureOf(hidden).cause).toBe("The console failed while it made this page.");
});

test("H-34 H-35 a request without an answer is not said to be refused", () => {
  const lost = TRPCClientError.from(new TypeError("fetch failed"));
  expect(requestTitle(lost, "The batch was not started.")).toMatch(/^No answer came, /);
  expect(requestTitle(answer, "The batch was not started.")).toBe("The batch was not started.");
});

test("H-35 the report is what a person pastes", () => {
  expect(failureReport(failureOf(answer), { path: "/fleet", at: "2026-11-20T14:02:00Z" })).toBe(
    [
      "error: The agent is away.",
      "code: AGENT_UNAVAILABLE",
      "fix: Wait until it is back.",
      "page: /fleet",
      "time: 2026-11-20T14:02:00Z",
      'details: {"agent":"mini"}',
    ].join("\n"),
  );
});
