import { expect, test } from "vitest";
import { type ForeignRevoke, type RevokeTarget, refusalOf } from "./decide-revoke.ts";

const IMPORTED: RevokeTarget = { origin: "import", agentIds: [], raterId: "ada", isInConfirmation: false };
const SHARED: RevokeTarget = { ...IMPORTED, origin: "share", agentIds: ["mac-1"] };
const BY_IMPORT: ForeignRevoke = { origin: "import", agentId: null, raterId: "ada" };
const BY_SHARE: ForeignRevoke = { origin: "share", agentId: "mac-1", raterId: "ada" };

test.each([
  ["an import takes back what an import brought", IMPORTED, BY_IMPORT, null],
  ["a Mac takes back what it shared", SHARED, BY_SHARE, null],
  ["a Mac takes back an imported answer that it shared too", { ...IMPORTED, agentIds: ["mac-1"] }, BY_SHARE, null],
  ["an import takes back no answer of a Mac", SHARED, BY_IMPORT, "other_source"],
  ["a Mac takes back no answer of another", SHARED, { ...BY_SHARE, agentId: "mac-2" }, "other_source"],
  ["a Mac takes back no imported answer", IMPORTED, BY_SHARE, "other_source"],
  ["nobody takes back another rater's answer", IMPORTED, { ...BY_IMPORT, raterId: "bob" }, "other_rater"],
  [
    "nothing from elsewhere takes back what was given here",
    { ...IMPORTED, origin: "console" },
    BY_IMPORT,
    "given_here",
  ],
  ["a verdict of a confirmation stays", { ...IMPORTED, isInConfirmation: true }, BY_IMPORT, "in_confirmation"],
] satisfies [string, RevokeTarget, ForeignRevoke, string | null][])("IM33 %s", (_title, target, revoke, expected) => {
  expect(refusalOf(target, revoke)).toBe(expected);
});
