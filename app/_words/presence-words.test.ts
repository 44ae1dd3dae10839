import { expect, test } from "vitest";
import { type PresenceFacts, presenceWords } from "./presence-words.ts";

test.each<[PresenceFacts["state"], number | null, string, string]>([
  ["fresh", 4000, "ok", "connected"],
  ["late", 70_000, "degrading", "last contact 70 s ago"],
  ["offline", 3 * 3_600_000, "degrading", "offline for 3 h"],
  ["asleep", 600_000, "none", "asleep? for 10 min"],
  ["never_seen", null, "none", "never seen"],
  ["stopped", 10, "none", "stopped by its owner"],
  ["upgrade_required", 10, "blocking", "agent too old"],
])("PR1 presence %s after %s ms", (state, ageMs, level, word) => {
  expect(presenceWords({ state, ageMs })).toEqual({ level, word });
});
