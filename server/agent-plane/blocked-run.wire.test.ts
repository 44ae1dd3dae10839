import { afterAll, beforeAll, expect, test } from "vitest";
import { cellRow, visitsOfCell } from "../../core/autotune/evidence/cell-row.ts";
import { replayRun, searchChoice } from "../../core/autotune/evidence/replay-run.ts";
import type { TuneVisit } from "../../core/autotune/evidence/tune-visit.ts";
import { buildDocument } from "../../core/autotune/recommendation.ts";
import { TEST_GROUND, testRun } from "../../core/autotune/recompute/test-run.ts";
import { testTrial } from "../../core/autotune/report/test-trial.ts";
import type { TuneTrial } from "../../core/autotune/trial.ts";
import type { KnobSettings } from "../../core/serving/knobs.ts";
import { getTune } from "../features/tunes/reading/get-tune.ts";
import { madeEnd } from "../features/tunes/results/test-run.ts";
import type { TestAgent } from "./test-agent.ts";
import { joinedAgent, requestedTune, runningTune, startTestConsole, type TestConsole } from "./test-fleet.ts";

let room: TestConsole;

beforeAll(async () => {
  room = await startTestConsole();
});
afterAll(() => room.close());

const FLAGS = {
  "candidate-models": TEST_GROUND.model,
  "kv-bits-axis": "unset",
  "max-batch-axis": "1,2",
  "tps-tie-epsilon": "0.05",
  confirm: "off",
};
const CELLS: readonly KnobSettings[] = [1, 2].map((maxBatch) => ({ kvBits: null, maxBatch, maxContext: 2000 }));

interface Running {
  agent: TestAgent;
  tuneRunId: string;
  job: string;
  fence: string;
}

async function running(): Promise<Running> {
  const agent = await joinedAgent(room);
  return { agent, ...(await runningTune(room.ctx, agent, { list: "operator", flags: FLAGS })) };
}

/** What an honest agent stored: batch 2 is a quarter faster. */
function evidence(tuneRunId: string) {
  const { visits } = testRun(CELLS, ({ maxBatch }) => ({ tps: maxBatch === 2 ? 25 : 20, ttftMs: 4000 }));
  const own = visits.map((visit): TuneVisit => ({ ...visit, tuneRunId }));
  const chosen = testTrial(1, {
    tuneRunId,
    model: TEST_GROUND.model,
    replicates: own[0]?.replicates.slice(0, 2) ?? [],
  });
  const { rule } = replayed(own, [chosen]);
  const cells = CELLS.map((knobs, index): TuneTrial => {
    const row = cellRow(visitsOfCell(own, knobs, TEST_GROUND.model), rule);
    if (row === null) throw new Error("a cell without visits");
    return {
      ...testTrial(index + 2, { tuneRunId, stage: 2, model: TEST_GROUND.model }),
      ...row,
      ...knobs,
      replicates: [],
    };
  });
  const first = { ...chosen, tpsMedian: 20, ttftP95Ms: 4000, ttftColdMs: 9000 };
  return { visits: own, trials: [first, ...cells] };
}

const MACHINE = { chip: "Apple M2", ramGb: 16, binaryVersion: "0.1.0" };

function replayed(visits: readonly TuneVisit[], trials: readonly TuneTrial[]) {
  const plan = { ...planSeed, gateTtftMs: 60_000, tpsTieEpsilon: 0.05 };
  return replayRun({ plan, visits, trials, confirmation: null, machine: MACHINE, isOver: true });
}

const planSeed = {
  targetContext: 2000,
  candidates: [{ id: TEST_GROUND.model, revision: null }],
  candidateSource: "operator" as const,
  kvBitsAxis: [null],
  maxBatchAxis: [1, 2],
  maxContextAxis: [],
  stage1Replicates: 1,
  stage2Replicates: 3,
  maxDurationS: 7200,
  strategy: "blocked-halving" as const,
};

async function upload(run: Running, visits: readonly TuneVisit[], trials: readonly TuneTrial[]) {
  const { agent, job, fence } = run;
  await agent.send(...visits.map((visit) => agent.event("job.visit", { visit }, { job, fence })));
  await agent.send(...trials.map((trial) => agent.event("job.trial", { trial }, { job, fence })));
}

async function finish(run: Running, trials: readonly TuneTrial[], said: { winner: KnobSettings; kept: number }) {
  const { agent, job, fence, tuneRunId } = run;
  const { plan } = await getTune(room.ctx, { id: tuneRunId });
  const document = buildDocument({
    ...{ runId: tuneRunId, plan, trials, exitReason: "ok", areCellsFinished: true, hasStage2Begun: true },
    startedAt: "2026-11-20T12:00:00.000Z",
    endedAt: "2026-11-20T12:01:40.000Z",
    machine: { ...MACHINE, osVersion: "26.1" },
    dbPath: "~/.local/state/espalier/agent.db",
    provider: "espalier",
    search: { winner: said.winner, isShown: true },
  });
  const end = { outcome: "succeeded", exitReason: "ok", message: null, tune: madeEnd(document, said.kept) };
  await agent.send(agent.event("job.finished", end, { job, fence }));
  return getTune(room.ctx, { id: tuneRunId });
}

test("B120 a console's request is blocked-halving with a confirmation unless it says otherwise; practice stays quick", async () => {
  const agent = await joinedAgent(room);
  const planOf = async (list: "default" | "practice") => {
    const { tuneRunId } = await requestedTune(room.ctx, agent.agentId, { list, flags: {} });
    return (await getTune(room.ctx, { id: tuneRunId })).plan;
  };
  expect(await planOf("default")).toMatchObject({ strategy: "blocked-halving", confirm: true });
  const practice = await planOf("practice");
  expect([practice.strategy, practice.confirm]).toEqual(["grid", undefined]);
});

test("TM11, TM19 the server works the search out again from its visits and agrees with an honest agent", async () => {
  const run = await running();
  const { visits, trials } = evidence(run.tuneRunId);
  await upload(run, visits, trials);
  const live = await getTune(room.ctx, { id: run.tuneRunId });
  expect(live.report).toMatchObject({ isFinished: true, strayVisit: null, winner: { knobs: CELLS[1] } });
  const { fold } = replayed(visits, trials);
  const winner = fold === null ? null : searchChoice(fold).winner;
  const detail = await finish(run, trials, {
    winner: winner ?? CELLS[0] ?? { kvBits: null, maxBatch: 1, maxContext: 1 },
    kept: 3,
  });
  expect(detail.recheck).toBe("ok");
  expect(detail.trials.map(({ isKept }) => isKept)).toEqual([false, false, true]);
  expect(detail.summary.winner).toMatchObject({ knobs: CELLS[1], tpsMedian: trials[2]?.tpsMedian });
  expect(detail.trials[2]?.replicates.filter(({ isWarmUp }) => !isWarmUp)).toHaveLength(3);
});

test("TM11 a forged row and a forged winner rank nothing: both are marked", async () => {
  const run = await running();
  const { visits, trials } = evidence(run.tuneRunId);
  const forged = trials.map((trial) => (trial.localId === 2 ? { ...trial, tpsMedian: 900 } : trial));
  await upload(run, visits, forged);
  const [slow = { kvBits: null, maxBatch: 1, maxContext: 2000 }] = CELLS;
  const detail = await finish(run, forged, { winner: slow, kept: 2 });
  expect(detail.recheck).toContain("kept row reported 2, recomputed 3");
  expect(detail.recheck).toContain("1 trials differ from their raw replicates");
  expect(detail.report?.winner?.knobs).toEqual(CELLS[1]);
});

test("TM11, TM14 a visit left out of the story is noticed, because the search would not have gone on without it", async () => {
  const run = await running();
  const { visits, trials } = evidence(run.tuneRunId);
  const shortened = visits.filter(({ seq }) => seq !== 3).map((visit, index) => ({ ...visit, seq: index + 1 }));
  await upload(run, shortened, trials);
  const [, fast = { kvBits: null, maxBatch: 2, maxContext: 2000 }] = CELLS;
  const detail = await finish(run, trials, { winner: fast, kept: 3 });
  expect(detail.recheck).toContain("visit 3 is not the one the search asked for");
});
