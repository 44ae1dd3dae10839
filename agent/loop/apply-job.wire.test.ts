import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import {
  APPLY_CLASS,
  applyParams,
  applyPlace,
  bodyOf,
  gammaRecipe,
  offerApply,
  reportedSha,
  shaOf,
} from "../test/fixtures/apply-scene.ts";
import { startPlaneServer } from "../test/fixtures/plane-server.ts";
import { startTestAgent, testAgentOptions } from "../test/fixtures/test-agent.ts";

const [OLD, NEW, OTHER] = [gammaRecipe(1.1), gammaRecipe(1.4), gammaRecipe(1.7)];

async function scene(onDisk: string | null) {
  const plane = await startPlaneServer();
  const place = applyPlace();
  if (onDisk !== null) place.write(onDisk);
  const options = testAgentOptions(place.stateDir, { url: plane.url, joinToken: plane.joinToken });
  const agent = startTestAgent({ ...options, environment: place.environment });
  onTestFinished(async () => {
    await agent.stop();
    await plane.close();
  });
  const ends = async (params: object) => {
    const job = await offerApply(plane, params);
    await plane.until(() => ["job.finished", "job.refused"].some((type) => bodyOf(plane, job, type) !== undefined));
    return { job, end: bodyOf(plane, job, "job.finished"), refusal: bodyOf(plane, job, "job.refused") };
  };
  return { plane, place, ends };
}

test("TU51 the Mac gets the approved recipe, keeps the old text, and reports the sha it has", async () => {
  const { plane, place, ends } = await scene(OLD);
  await plane.until(() => reportedSha(plane) === shaOf(OLD));
  const { job, end } = await ends(applyParams(plane, { base: OLD, target: NEW }));
  expect(end).toMatchObject({ outcome: "succeeded", imageRecipe: { class: APPLY_CLASS, sha: shaOf(NEW) } });
  expect(place.read()).toBe(NEW);
  expect(place.files()).toEqual([`${APPLY_CLASS}.toml`, `${APPLY_CLASS}.toml.before-${job}`]);
  await plane.until(() => reportedSha(plane) === shaOf(NEW));
});

test("TU51 it rolls back the same way", async () => {
  const { plane, place, ends } = await scene(OLD);
  await ends(applyParams(plane, { base: OLD, target: NEW }));
  const { end } = await ends(applyParams(plane, { base: NEW, target: OLD }));
  expect(end).toMatchObject({ outcome: "succeeded", imageRecipe: { sha: shaOf(OLD) } });
  expect(place.read()).toBe(OLD);
});

test("TU51 a Mac without a recipe of the class gets its first; one that has it already is left as it is", async () => {
  const { plane, place, ends } = await scene(null);
  expect((await ends(applyParams(plane, { base: null, target: NEW }))).end).toMatchObject({ outcome: "succeeded" });
  const commented = `# mine\n${NEW}`;
  place.write(commented);
  const { end } = await ends(applyParams(plane, { base: OLD, target: NEW }));
  expect(end).toMatchObject({ outcome: "succeeded", message: "this Mac had the recipe already" });
  expect([place.read(), place.files()]).toEqual([commented, [`${APPLY_CLASS}.toml`]]);
});

test("TU51, AP1 a recipe that changed since the approval is left alone, and its sha is reported", async () => {
  const { plane, place, ends } = await scene(OTHER);
  const { end } = await ends(applyParams(plane, { base: OLD, target: NEW }));
  expect(end).toMatchObject({
    outcome: "failed",
    exitReason: "config_conflict",
    imageRecipe: { class: APPLY_CLASS, sha: shaOf(OTHER) },
  });
  expect([place.read(), place.files()]).toEqual([OTHER, [`${APPLY_CLASS}.toml`]]);
});

test("TU51 JK9 a recipe on the Mac that is not valid is somebody's work and stays: a conflict with its file and line", async () => {
  const { plane, place, ends } = await scene("schema = 1\nclass = ");
  const { end } = await ends(applyParams(plane, { base: null, target: NEW }));
  const message = expect.stringMatching(new RegExp(`/${APPLY_CLASS}\\.toml:2:\\d+ .*nothing was written`));
  const conflict = { outcome: "failed", exitReason: "config_conflict", message, imageRecipe: { sha: null } };
  expect(end).toMatchObject(conflict);
  expect(place.read()).toBe("schema = 1\nclass = ");
});

test("TU51 LE3 an apply that was withdrawn before its first renew ends cancelled, nothing written", async () => {
  const { plane, place } = await scene(OLD);
  await plane.until(() => reportedSha(plane) === shaOf(OLD));
  const job = await offerApply(plane, applyParams(plane, { base: OLD, target: NEW }), { isWithdrawn: true });
  await plane.until(() => bodyOf(plane, job, "job.finished") !== undefined);
  expect(bodyOf(plane, job, "job.finished")).toMatchObject({
    outcome: "cancelled",
    imageRecipe: { class: APPLY_CLASS, sha: shaOf(OLD) },
  });
  expect(bodyOf(plane, job, "job.started")).toBeUndefined();
  expect([place.read(), place.files()]).toEqual([OLD, [`${APPLY_CLASS}.toml`]]);
});

test("JK7, AP2 a text whose sha is not the approved one ends in recipe_mismatch, nothing written", async () => {
  const { plane, place, ends } = await scene(OLD);
  const params = applyParams(plane, { base: OLD, target: NEW });
  const { recipe } = applyParams(plane, { base: OLD, target: OTHER });
  expect((await ends({ ...params, recipe })).end).toMatchObject({ outcome: "failed", exitReason: "recipe_mismatch" });
  expect([place.read(), place.files()]).toEqual([OLD, [`${APPLY_CLASS}.toml`]]);
});

test("AP11 the policy of the Mac refuses with its own line, and an approval for another Mac does not hold", async () => {
  const { plane, place, ends } = await scene(OLD);
  const params = applyParams(plane, { base: OLD, target: NEW });
  const agentId = "11111111-1111-4111-8111-111111111111";
  const foreign = { ...params, approval: { ...params.approval, agentId } };
  expect((await ends(foreign)).refusal).toMatchObject({ reason: "missing_approval" });
  writeFileSync(join(place.stateDir, "policy.yaml"), "version: 1\n", { mode: 0o600 });
  expect((await ends(params)).refusal).toEqual({ reason: "policy_apply", detail: "remote_apply: false" });
  expect(place.read()).toBe(OLD);
});
