import { parse } from "@decimalturn/toml-patch";
import { expect, test } from "vitest";
import { withoutReason, withReason } from "./force.ts";

const TEXT = `# mine
class = "color-photo" # kept

[proposal]
version = 1
verdict = "improves"
changes = { "light.gamma" = [1, 1.2] }
`;

test("TU47 the reason of an earlier try is taken out, and nothing else", () => {
  const tried = withReason(TEXT, { reason: "looked at twenty", isForced: true });
  expect(parse(tried)).toMatchObject({ proposal: { forced: true, reason: "looked at twenty" } });
  expect(withoutReason(tried)).toBe(TEXT);
  expect(withoutReason(TEXT)).toBe(TEXT);
  expect(withoutReason("schema = 1\n")).toBe("schema = 1\n");
});
