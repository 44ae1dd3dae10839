import { expect, test } from "vitest";
import { judgeDrainApproval } from "./judge-drain-approval.ts";

const RUN = "0f4c3d1e-5f6a-4b7c-8d9e-0a1b2c3d4e5f";
const APPROVAL = { approvedBy: "Ada", at: "2026-11-20T10:00:00.000Z", runId: RUN };
const AT_MS = Date.parse(APPROVAL.at);
const HOUR_MS = 3_600_000;

test.each([
  ["at once", RUN, AT_MS, "valid"],
  ["within 24 hours", RUN, AT_MS + 24 * HOUR_MS, "valid"],
  ["JK2 after 24 hours and the clock's tolerance", RUN, AT_MS + 24 * HOUR_MS + 60_001, "it is older than 24 hours"],
  ["B122 for another run", "1f4c3d1e-5f6a-4b7c-8d9e-0a1b2c3d4e5f", AT_MS, "it names another run"],
  ["CK1 a minute ahead", RUN, AT_MS - 60_000, "valid"],
  ["from the future", RUN, AT_MS - 60_001, "it is dated in the future"],
])("%s", (_title, runId, serverNowMs, expected) => {
  expect(judgeDrainApproval(APPROVAL, { runId, serverNowMs })).toBe(expected);
});
