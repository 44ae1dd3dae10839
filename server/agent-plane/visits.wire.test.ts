import { afterAll, beforeAll, expect, test } from "vitest";
import type { TuneVisit } from "../../core/autotune/evidence/tune-visit.ts";
import { getTune } from "../features/tunes/reading/get-tune.ts";
import { madeDocument, madeEnd, madeTrial } from "../features/tunes/results/test-run.ts";
import { madeVisit } from "../features/tunes/results/test-visit.ts";
import type { TestAgent } from "./test-agent.ts";
import { joinedAgent, runningTune, startTestConsole, type TestConsole } from "./test-fleet.ts";

let room: TestConsole;

beforeAll(async () => {
  room = await startTestConsole();
});
afterAll(() => room.close());

interface Running {
  agent: TestAgent;
  tuneRunId: string;
  job: string;
  fence: string;
}

async function running(): Promise<Running> {
  const agent = await joinedAgent(room);
  return { agent, ...(await runningTune(room.ctx, agent)) };
}

const send = ({ agent, job, fence }: Running, ...visits: readonly TuneVisit[]) =>
  agent.send(...visits.map((visit) => agent.event("job.visit", { visit }, { job, fence })));

const stored = (run: Running) => room.app.db.tuneVisit.count({ where: { tuneRunId: run.tuneRunId } });

test("M20 B127 each visit is an event of its own, one row on the server, and read back as the agent stored it", async () => {
  const run = await running();
  const visits = [
    madeVisit({ tuneRunId: run.tuneRunId, seq: 1, gapMs: 20, kind: "calibration", rung: 0, block: null }),
    madeVisit({ tuneRunId: run.tuneRunId, seq: 2, gapMs: 20 }),
    madeVisit({ tuneRunId: run.tuneRunId, seq: 3, gapMs: 20, invalidReason: "power_changed" }),
    madeVisit({ tuneRunId: run.tuneRunId, seq: 4, gapMs: 20, failure: "HTTP 413" }),
  ];
  expect((await send(run, ...visits)).stored).toHaveLength(4);
  const detail = await getTune(room.ctx, { id: run.tuneRunId });
  expect(detail.visits).toEqual(visits);
  const entries = await room.app.db.feedEntry.count({ where: { subject: run.tuneRunId, kind: "visit" } });
  expect(entries).toBe(4);
});

test("TB73 B126 a repeated visit leaves one row, and the same key with other content is refused", async () => {
  const run = await running();
  const visit = madeVisit({ tuneRunId: run.tuneRunId, seq: 1, gapMs: 20 });
  await send(run, visit);
  expect((await send(run, visit)).stored).toHaveLength(1);
  const forged = await send(run, { ...visit, position: 9 });
  expect(forged.refused.map(({ code }) => code)).toEqual(["hash_mismatch"]);
  expect(await stored(run)).toBe(1);
  expect((await getTune(room.ctx, { id: run.tuneRunId })).visits).toEqual([visit]);
});

test("a visit of another machine's run is not stored", async () => {
  const [mine, other] = [await running(), await running()];
  await send(mine, madeVisit({ tuneRunId: other.tuneRunId, seq: 1, gapMs: 20 }));
  expect(await stored(other)).toBe(0);
});

test("B128 INV-3 visits that arrive after the job was lost are kept", async () => {
  const run = await running();
  await room.app.db.job.update({ where: { id: run.job }, data: { state: "LOST" } });
  await send(run, madeVisit({ tuneRunId: run.tuneRunId, seq: 1, gapMs: 20 }));
  expect(await stored(run)).toBe(1);
});

test("B118 M24 the end of a run brings baseline, confirmation, key and apply mark", async () => {
  const run = await running();
  const { agent, job, fence, tuneRunId } = run;
  const base = { tuneRunId, model: "practice/medium-64mb" };
  const trials = [
    madeTrial({ ...base, localId: 1, stage: 1, gapMs: 20 }),
    madeTrial({ ...base, localId: 2, stage: 2, gapMs: 20, maxBatch: 1 }),
  ];
  await agent.send(...trials.map((trial) => agent.event("job.trial", { trial }, { job, fence })));
  const knobs = { kvBits: null, maxBatch: 1, maxContext: 1000 };
  const compared = {
    baseline: {
      ...{ model: base.model, knobs, trialLocalId: 2, effective: null },
      replicates: [],
      notMeasured: null,
    },
    confirmation: { against: "sentinel" as const, a: knobs, b: { ...knobs, maxBatch: 2 }, reason: "not finished" },
    rngKey: 4_294_967_295,
    isApplied: true,
  };
  const { plan } = await getTune(room.ctx, { id: tuneRunId });
  const tune = { ...madeEnd(madeDocument(tuneRunId, plan, trials), 2), ...compared };
  const end = { outcome: "succeeded", exitReason: "ok", message: null, tune };
  await agent.send(agent.event("job.finished", end, { job, fence }));
  expect(await getTune(room.ctx, { id: tuneRunId })).toMatchObject(compared);
});
