import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openJobs, receiveJob, setJobState } from "../../../store/jobs.ts";
import { openStore } from "../../../store/open-store.ts";
import { pendingEvents } from "../../../store/outbox.ts";
import { APPLY_CLASS, applyPlace, gammaRecipe, shaOf } from "../../../test/fixtures/apply-scene.ts";
import { makeEventWriter } from "../../event-writer.ts";
import { systemWorld } from "../../system-world.ts";
import { recoverJobs } from "../recover-jobs.ts";

const [BASE, TARGET, OTHER] = [gammaRecipe(1.1), gammaRecipe(1.4), gammaRecipe(1.7)];

test.each([
  ["F2 the target: applied, the text before it kept", TARGET, "succeeded", "ok", true],
  ["F2 the base: not applied, its copy dropped", BASE, "failed", "not_applied", false],
  ["F2 another one: a conflict, nothing touched", OTHER, "failed", "config_conflict", true],
  ["F2 none: a conflict, nothing touched", null, "failed", "config_conflict", true],
])("TU51 an apply begun by an ended agent, on the disk %s", async (_title, onDisk, outcome, exitReason, isKept) => {
  const place = applyPlace();
  if (onDisk !== null) place.write(onDisk);
  const store = openStore(place.stateDir);
  const jobId = randomUUID();
  writeFileSync(join(place.recipes, `.${APPLY_CLASS}.toml.${jobId}.tmp`), TARGET);
  const kept = `${APPLY_CLASS}.toml.before-${jobId}`;
  writeFileSync(join(place.recipes, kept), BASE);
  const hash = shaOf(TARGET);
  const at = "2026-11-20T10:00:00.000Z";
  const params = {
    proposalKind: "image-recipe",
    class: APPLY_CLASS,
    approval: { approvedBy: "Ada", at, agentId: randomUUID(), class: APPLY_CLASS, hash },
    recipe: "b".repeat(64),
    baseHash: shaOf(BASE),
    targetHash: hash,
  };
  receiveJob(store, { jobId, kind: "apply", fence: "1.1", attempt: 1, runId: null, params, receivedAt: at });
  setJobState(store, jobId, "RUNNING");
  const events = makeEventWriter(store, systemWorld, randomUUID());
  await recoverJobs({ store, events, world: systemWorld, environment: place.environment });
  expect(pendingEvents(store).map(({ type, job, body }) => ({ type, job, body }))).toMatchObject([
    {
      type: "job.finished",
      job: jobId,
      body: { outcome, exit_reason: exitReason, image_recipe: { sha: onDisk === null ? null : shaOf(onDisk) } },
    },
  ]);
  expect(openJobs(store)).toEqual([]);
  expect(place.read()).toBe(onDisk);
  expect(place.files()).toEqual([...(onDisk === null ? [] : [`${APPLY_CLASS}.toml`]), ...(isKept ? [kept] : [])]);
  store.close();
});
