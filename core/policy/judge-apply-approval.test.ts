import { expect, test } from "vitest";
import { judgeApplyApproval } from "./judge-apply-approval.ts";

const MAC = "0f4c3d1e-5f6a-4b7c-8d9e-0a1b2c3d4e5f";
const HASH = "a".repeat(64);
const AT = "2026-11-20T10:00:00.000Z";
const AT_MS = Date.parse(AT);
const DAY_MS = 24 * 3_600_000;
const PARAMS = {
  proposalKind: "image-recipe" as const,
  class: "receipt",
  approval: { approvedBy: "Ada", at: AT, agentId: MAC, class: "receipt", hash: HASH },
  recipe: "b".repeat(64),
  baseHash: null,
  targetHash: HASH,
};

test.each([
  ["at once", {}, MAC, AT_MS, "valid"],
  ["AP7 within 30 days", {}, MAC, AT_MS + 30 * DAY_MS, "valid"],
  ["AP7 after 30 days and the clock's tolerance", {}, MAC, AT_MS + 30 * DAY_MS + 60_001, "it is older than 30 days"],
  ["JK2 on another Mac", {}, "1f4c3d1e-5f6a-4b7c-8d9e-0a1b2c3d4e5f", AT_MS, "it names another Mac"],
  ["JK2 for another class", { class: "graphic" }, MAC, AT_MS, "it names another class"],
  ["AP2 for another recipe", { targetHash: "c".repeat(64) }, MAC, AT_MS, "it names another recipe"],
  ["CK1 a minute ahead", {}, MAC, AT_MS - 60_000, "valid"],
  ["from the future", {}, MAC, AT_MS - 60_001, "it is dated in the future"],
])("%s", (_title, change, agentId, serverNowMs, expected) => {
  expect(judgeApplyApproval({ ...PARAMS, ...change }, { agentId, serverNowMs })).toBe(expected);
});
