import { expect, test } from "vitest";
import { nextPath } from "./next-path.ts";

test.each([
  [undefined, "/"],
  ["/fleet", "/fleet"],
  ["/tunes?state=failed", "/tunes?state=failed"],
  ["/tunes/3f2b", "/tunes/3f2b"],
  ["//evil.example", "/"],
  ["https://evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/fleet\\..", "/"],
  ["/fleetx", "/"],
  ["/api/trpc/x", "/"],
])("TH28 after sign-in only pages of this console are opened: %s", (asked, path) => {
  expect(nextPath(asked)).toBe(path);
});
