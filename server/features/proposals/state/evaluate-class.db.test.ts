import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import { lastPlace, seedClasses } from "../../images/index.ts";
import { BRIGHTER, importText, pairedLog } from "../test-log.ts";
import { CLASS, liveOf, person } from "../test-proposals.ts";
import type { ToWorker } from "../tuning/messages.ts";
import { runTuneWorker } from "../tuning/run-tune-worker.ts";
import { evaluateClass } from "./evaluate-class.ts";

let app: TestApp;

beforeEach(async () => {
  app = await createTestApp();
  await seedClasses(await person(app, "Ada"));
  await importInputs(5);
});
afterEach(() => app.close());

const importInputs = (inputs: number) => importText(app, pairedLog({ inputs, starsOf: BRIGHTER }));

/** What is asked of the class now, of the live recipe or another text. */
async function question(changes: { toml?: string } = {}) {
  const live = await liveOf(app);
  const place = await lastPlace(app.db, { orgId: app.orgId });
  return { class: CLASS, baseSha: live.sha, toml: live.toml, fitted: null, place, knownPlace: null, ...changes };
}

const ratedRuns = async (changes: { toml?: string } = {}): Promise<number> =>
  (await evaluateClass(app, app.orgId, await question(changes))).ratedRuns;

/** A tune that holds one of the two places until it may end. */
async function holdPlace(mayEnd: Promise<void>): Promise<{ ended: Promise<unknown> }> {
  const { toml } = await liveOf(app);
  const order = { ask: "tune", class: CLASS, toml, seed: 42, method: null, fitted: null, wantsFit: false } as const;
  const begun = Promise.withResolvers<void>();
  async function* pages(): AsyncGenerator<ToWorker> {
    begun.resolve();
    await mayEnd;
    yield { kind: "lines", lines: [] };
  }
  const ended = runTuneWorker(order, pages());
  await begun.promise;
  return { ended };
}

test("TU37 a class is asked anew at once when another recipe is live, however young the last answer is", async () => {
  expect(await ratedRuns()).toBe(10);
  const { toml } = await liveOf(app);
  const other = toml.replace(/^format +=.*$/m, 'format = "webp"');
  expect(other).not.toBe(toml);
  expect(await ratedRuns({ toml: other })).toBe(0);
  expect(await ratedRuns()).toBe(10);
});

test("TU37 what an answer had to wait for others keeps it no longer than 30 s from its turn", async () => {
  const gate = Promise.withResolvers<void>();
  const holders = [await holdPlace(gate.promise), await holdPlace(gate.promise)];
  const first = evaluateClass(app, app.orgId, await question());
  app.clock.advance(3_600_000);
  gate.resolve();
  expect((await first).ratedRuns).toBe(10);
  await Promise.all(holders.map(({ ended }) => ended));
  await importInputs(7);
  expect(await ratedRuns()).toBe(10);
  app.clock.advance(30_000);
  expect(await ratedRuns()).toBe(14);
});
