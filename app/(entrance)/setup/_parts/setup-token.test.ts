import { expect, test } from "vitest";
import { tokenOfFragment } from "./setup-token.ts";

test.each([
  ["#token=abc-DEF_123", "abc-DEF_123"],
  ["#token=", null],
  ["", null],
  ["#other=1", null],
])("FR2 the one-time token is read from the fragment %s", (fragment, token) => {
  expect(tokenOfFragment(fragment)).toBe(token);
});
