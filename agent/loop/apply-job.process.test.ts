import { watch } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type OwnedProcess, startProcess } from "../host/process.ts";
import {
  APPLY_CLASS,
  applyParams,
  applyPlace,
  bodyOf,
  gammaRecipe,
  offerApply,
  shaOf,
} from "../test/fixtures/apply-scene.ts";
import { type PlaneServer, startPlaneServer } from "../test/fixtures/plane-server.ts";

const AGENT = join(import.meta.dirname, "..", "test", "fixtures", "agent-process.ts");
const [OLD, NEW] = [gammaRecipe(1.1), gammaRecipe(1.4)];

async function startAgent(place: ReturnType<typeof applyPlace>, plane: PlaneServer): Promise<OwnedProcess> {
  const argv = [process.execPath, AGENT, place.stateDir, plane.url, plane.joinToken, place.configDir];
  const result = await startProcess({ argv, env: { PATH: "/usr/bin:/bin" } });
  if (result.kind === "failed") throw new Error(result.reason);
  const { process: agent } = result;
  onTestFinished(async () => {
    if (!agent.hasExited()) process.kill(agent.pid, "SIGKILL");
    await agent.exited;
  });
  return agent;
}

test("TU51, F2 kill -9 at the rename of an apply: the next start reports what is on the disk, once", async () => {
  const plane = await startPlaneServer();
  onTestFinished(() => plane.close());
  const place = applyPlace();
  place.write(OLD);
  const agent = await startAgent(place, plane);
  await plane.until(() => plane.events.some((event) => event.type === "agent.started"));
  for (let count = 0; count < 1000; count += 1) {
    plane.faults.push({ path: "events", kind: "refuse", status: 503, code: "storage_busy" });
  }
  const renamed = new Promise<void>((resolve) => {
    const watcher = watch(place.recipes, (_event, name) => {
      if (name !== `${APPLY_CLASS}.toml`) return;
      process.kill(agent.pid, "SIGKILL");
      watcher.close();
      resolve();
    });
  });
  const job = await offerApply(plane, applyParams(plane, { base: OLD, target: NEW }));
  await renamed;
  await agent.exited;
  expect(place.read()).toBe(NEW);
  plane.faults.length = 0;

  await startAgent(place, plane);
  await plane.until(() => bodyOf(plane, job, "job.finished") !== undefined);
  const ends = plane.events.filter((event) => event.job === job && event.type === "job.finished");
  expect(ends.map(({ body }) => body)).toMatchObject([
    { outcome: "succeeded", exitReason: "ok", imageRecipe: { class: APPLY_CLASS, sha: shaOf(NEW) } },
  ]);
  expect(place.files()).toEqual([`${APPLY_CLASS}.toml`, `${APPLY_CLASS}.toml.before-${job}`]);
});
