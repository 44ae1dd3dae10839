import { TRPCClientError } from "@trpc/client";
import { expect, test } from "vitest";
import { isAskedAgain } from "./query-defaults.ts";

const failure = (appCode: string) =>
  TRPCClientError.from({ error: { code: -32000, message: "refused", data: { appCode, fix: "", isRetryable: true } } });

test("TP9 a read that came too fast is asked again for ten seconds; any other failure is told at once", () => {
  const tooFast = failure("RATE_LIMITED");
  expect([0, 9, 10].map((failures) => isAskedAgain(failures, tooFast))).toEqual([true, true, false]);
  expect(isAskedAgain(0, failure("NOT_FOUND"))).toBe(false);
  expect(isAskedAgain(0, new Error("the network is gone"))).toBe(false);
});
