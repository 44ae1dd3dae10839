import { expect, test } from "vitest";
import { EVENT_BODIES } from "../../contract/v1/events.ts";
import { testReplicate } from "../../measuring/test-replicate.ts";
import { testFailure } from "./test-trial.ts";
import { hidden, uploadBody } from "./upload-text.ts";

const HOME = "/Users/ann.b";

test.each([
  ["/Users/ann.b/models/x", "~/models/x"],
  ["in /Users/ann.b: no", "in ~: no"],
  ["/Users/ann.b2/x", "/Users/ann.b2/x"],
  ["/Users/annxb/x", "/Users/annxb/x"],
])("B127 the home folder in %j leaves as ~", (text, expected) => {
  expect(hidden(text, HOME)).toBe(expected);
  expect(hidden(text, "/")).toBe(text);
});

test("B127 notes and errors are cut to 500 characters", () => {
  const long = `${HOME}/${"x".repeat(900)}`;
  const replicates = [testReplicate({ index: 1, tps: 1, ttftMs: 1 }, { error: long })];
  const trial = testFailure(1, "acme/x", { notes: long, replicates });
  const { trial: sent } = EVENT_BODIES["job.trial"].parse(uploadBody("job.trial", { trial }, HOME));
  expect(sent.notes).toHaveLength(500);
  expect(sent.notes?.slice(0, 4)).toBe("~/xx");
  expect(sent.replicates[0]?.requests[0]?.error).toHaveLength(500);
});

test("B127 paths and reasons of the document are hidden, what enters the hash is not", () => {
  const document = {
    db_path: `${HOME}/a.db`,
    recommendation: { model: `${HOME}/m.gguf` },
    infeasible: [{ reason: `${HOME}/x` }],
  };
  const tune = {
    runId: "0190c8a2-0000-7000-8000-000000000001",
    exitReason: "ok",
    startedAt: "2026-01-01T00:00:00Z",
    endedAt: null,
    specVersion: "1",
    binaryVersion: "1",
    engine: null,
    engineVersion: null,
    recommendationJson: JSON.stringify(document),
    recipeHash: null,
    keptLocalId: null,
    message: `no room in ${HOME}`,
  };
  const { tune: sent } = EVENT_BODIES["tune.finished"].parse(uploadBody("tune.finished", { tune }, HOME));
  const job = { outcome: "succeeded", exitReason: "ok", message: `see ${HOME}/x`, tune };
  expect(uploadBody("job.finished", job, HOME)).toMatchObject({ message: "see ~/x", tune: sent });
  expect(uploadBody("agent.goodbye", { reason: HOME }, HOME)).toEqual({ reason: HOME });
  expect(sent.message).toBe("no room in ~");
  expect(JSON.parse(sent.recommendationJson ?? "")).toEqual({
    db_path: "~/a.db",
    recommendation: { model: `${HOME}/m.gguf` },
    infeasible: [{ reason: "~/x" }],
  });
});
