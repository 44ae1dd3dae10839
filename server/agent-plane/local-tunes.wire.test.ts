import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parsePlanFlags } from "../../core/autotune/parse-plan.ts";
import type { TunePlan } from "../../core/autotune/tune-plan.ts";
import { getTune } from "../features/tunes/reading/get-tune.ts";
import { listTunes } from "../features/tunes/reading/list-tunes.ts";
import { machineTunes } from "../features/tunes/reading/machine-tunes.ts";
import { openTunes } from "../features/tunes/reading/recent-tunes.ts";
import { tuneQuestions } from "../features/tunes/reading/tune-questions.ts";
import { madeDocument, madeEnd, madeTrial } from "../features/tunes/results/test-run.ts";
import { madeVisit } from "../features/tunes/results/test-visit.ts";
import { TuneQuestions } from "../features/tunes/schema.ts";
import type { TestAgent } from "./test-agent.ts";
import { joinedAgent, runningTune, startTestConsole, type TestConsole } from "./test-fleet.ts";

let room: TestConsole;

beforeAll(async () => {
  room = await startTestConsole();
});
afterAll(() => room.close());

const MODEL = "acme/a-1B";

function planOfOne(): TunePlan {
  const parsed = parsePlanFlags(
    { "candidate-models": MODEL, "target-context": "1000", "gate-ttft-ms": "2500" },
    "default",
  );
  if (parsed.kind === "error") throw new Error(parsed.message);
  return parsed.plan;
}

/** The events of a whole run by hand, in its stream. */
function handRun(agent: TestAgent, runId: string = randomUUID()) {
  const plan = planOfOne();
  const one = { tuneRunId: runId, model: MODEL, gapMs: 20 };
  const trials = [madeTrial({ ...one, localId: 1, stage: 1 }), madeTrial({ ...one, localId: 2, stage: 2 })];
  const document = madeDocument(runId, plan, trials);
  const start = {
    runId,
    startedAt: "2026-11-20T12:00:00.000Z",
    plan,
    specVersion: document.spec_version,
    binaryVersion: "0.1.0",
    engine: "embedded",
    engineVersion: "3.21.1",
    machine: { chip: "Apple M2", ramGb: 16, osVersion: "26.1" },
  };
  const at = { stream: `tune:${runId}` };
  return {
    runId,
    trials,
    document,
    started: () => agent.event("tune.started", { run: start }, at),
    trial: (index: number, change = {}) => agent.event("job.trial", { trial: { ...trials[index], ...change } }, at),
    visit: () => agent.event("job.visit", { visit: madeVisit({ tuneRunId: runId, seq: 1, gapMs: 20 }) }, at),
    finished: (change = {}) => agent.event("tune.finished", { tune: { ...madeEnd(document, 2), ...change } }, at),
  };
}

test("ID5, JK8, B127 a run by hand becomes a run of origin local with trials, visits and winner, in lists and on its page", async () => {
  const agent = await joinedAgent(room);
  const run = handRun(agent);
  await agent.send(run.started(), run.trial(0));
  expect((await getTune(room.ctx, { id: run.runId })).summary).toMatchObject({
    origin: "local",
    state: "running",
    requestedBy: "by hand",
    chip: "Apple M2",
  });
  const { orgId } = room.ctx.scope;
  const runningOn = async () => (await machineTunes(room.app, orgId, [agent.agentId])).get(agent.agentId)?.running;
  expect(await runningOn()).toMatchObject({ tuneRunId: run.runId, state: "running", phase: null });
  expect((await openTunes(room.app, orgId, [agent.agentId])).map(({ id }) => id)).toEqual([run.runId]);
  const answer = await agent.send(run.trial(1), run.visit(), run.finished());
  expect(await runningOn()).toBeNull();
  expect(answer).toMatchObject({ refused: [], stored: [expect.any(String), expect.any(String), expect.any(String)] });
  const detail = await getTune(room.ctx, { id: run.runId });
  expect(detail.summary).toMatchObject({ state: "finished", exitReason: "ok", winner: { model: MODEL } });
  expect(detail.trials.map(({ localId, isKept }) => [localId, isKept])).toEqual([
    [1, false],
    [2, true],
  ]);
  expect(detail.visits).toHaveLength(1);
  expect(detail.job).toBeNull();
  const list = await listTunes(room.ctx, {
    sort: "requested",
    direction: "desc",
    state: "finished",
    page: 1,
    pageSize: 50,
  });
  expect(list.rows.map(({ id }) => id)).toContain(run.runId);
  expect((await room.app.db.tuneRun.findUniqueOrThrow({ where: { id: run.runId } })).recheck).toBe("ok");
  const late = await room.app.db.agentEvent.count({ where: { agentId: agent.agentId, isLate: true } });
  expect(late).toBe(0);
});

test("TB28 the questions are answered from stored raw rows, each with its n, and say when that is too little", async () => {
  const agent = await joinedAgent(room, { hostName: "asked-mac" });
  const runs = Array.from({ length: 10 }, () => handRun(agent));
  for (const run of runs) await agent.send(run.started(), run.trial(0), run.trial(1), run.finished());
  const { runs: read, answers } = TuneQuestions.parse(await tuneQuestions(room.ctx));
  expect(read).toBeGreaterThanOrEqual(10);
  const spread = answers.find(({ question }) => question === "OQ-A");
  expect(spread).toMatchObject({
    verdict: "too_loose",
    about: expect.stringContaining("a-1B at 1000 tokens on Apple M2 16 GB"),
  });
  expect(spread?.value).toBeCloseTo(0, 9);
  expect(spread?.n).toBeGreaterThanOrEqual(10);
  expect(answers.find(({ question }) => question === "OQ-C")).toMatchObject({
    about: "the fleet",
    verdict: "keep",
    value: 0,
  });
  expect(answers.find(({ question }) => question === "OQ-D")).toMatchObject({ verdict: "not_enough_data" });
});

test("B126, TB73 repeated rows of a run by hand change nothing, other content under the same key is refused", async () => {
  const agent = await joinedAgent(room);
  const run = handRun(agent);
  await agent.send(run.started(), run.trial(0), run.trial(1), run.finished());
  const again = await agent.send(run.started(), run.trial(0), run.finished());
  expect(again.refused).toEqual([]);
  const forged = await agent.send(run.trial(0, { tpsMedian: 999 }));
  expect(forged.refused.map(({ code }) => code)).toEqual(["hash_mismatch"]);
  expect(await room.app.db.tuneTrial.count({ where: { tuneRunId: run.runId } })).toBe(2);
  expect(await room.app.db.tuneRun.count({ where: { id: run.runId } })).toBe(1);
});

test("B75 a forged hash of a run by hand is refused and stores no recommendation", async () => {
  const agent = await joinedAgent(room);
  const run = handRun(agent);
  await agent.send(run.started(), run.trial(0), run.trial(1));
  const answer = await agent.send(run.finished({ recipeHash: `sha256:${"0".repeat(64)}` }));
  expect(answer.refused.map(({ code }) => code)).toEqual(["hash_mismatch"]);
  expect((await getTune(room.ctx, { id: run.runId })).recommendation).toBeNull();
});

test("B118, TM11 a baseline verdict is worked out again from its raw volleys, a wrong one is marked", async () => {
  const agent = await joinedAgent(room);
  const run = handRun(agent);
  const faster = madeTrial({ tuneRunId: run.runId, localId: 9, stage: 2, model: MODEL, gapMs: 10 });
  const knobs = { kvBits: null, maxBatch: 4, maxContext: 1000 };
  const baseline = {
    model: MODEL,
    knobs,
    trialLocalId: null,
    effective: null,
    replicates: faster.replicates,
    notMeasured: null,
  };
  const judged = (verdict: "better" | "worse") => ({
    model: MODEL,
    knobs: { kv_bits: null, max_concurrency_override: 4, max_context_override: 1000 },
    tps_median: faster.tpsMedian,
    ttft_p95_ms: faster.ttftP95Ms,
    verdict,
    reason: null,
  });
  const recheckOf = async (verdict: "better" | "worse") => {
    const one = handRun(agent);
    const recommendationJson = JSON.stringify({ ...one.document, baseline: judged(verdict) });
    await agent.send(one.started(), one.trial(0), one.trial(1), one.finished({ recommendationJson, baseline }));
    return (await room.app.db.tuneRun.findUniqueOrThrow({ where: { id: one.runId } })).recheck;
  };
  expect(await recheckOf("worse")).toBe("ok");
  expect(await recheckOf("better")).toBe("baseline reported better, recomputed worse");
});

test("rows without a job never touch a console run or another machine's run", async () => {
  const [agent, other] = [await joinedAgent(room), await joinedAgent(room)];
  const console = await runningTune(room.ctx, agent);
  const asConsole = handRun(agent, console.tuneRunId);
  const refused = await agent.send(asConsole.started());
  expect(refused.refused.map(({ code }) => code)).toEqual(["hash_mismatch"]);
  await agent.send(asConsole.trial(0), asConsole.visit(), asConsole.finished());
  const detail = await getTune(room.ctx, { id: console.tuneRunId });
  expect([detail.trials, detail.visits, detail.summary.state]).toEqual([[], [], "running"]);
  const mine = handRun(agent);
  await agent.send(mine.started());
  const theirs = handRun(other, mine.runId);
  expect((await other.send(theirs.started())).refused).toHaveLength(1);
  await other.send(theirs.trial(0), theirs.finished());
  expect((await getTune(room.ctx, { id: mine.runId })).trials).toEqual([]);
});
