import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TuneTrial } from "../../core/autotune/trial.ts";
import { getMac } from "../features/fleet/service.ts";
import { getToday } from "../features/today/service.ts";
import { getTune } from "../features/tunes/reading/get-tune.ts";
import { listTunes } from "../features/tunes/reading/list-tunes.ts";
import { madeDocument, madeEnd, madeTrial } from "../features/tunes/results/test-run.ts";
import { getTuneLog } from "../features/tunes/results/tune-log.ts";
import type { TestAgent } from "./test-agent.ts";
import { joinedAgent, runningTune, startTestConsole, type TestConsole } from "./test-fleet.ts";

let room: TestConsole;

beforeAll(async () => {
  room = await startTestConsole();
});
afterAll(() => room.close());

const MODEL = "practice/medium-64mb";

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

/** Stage 1 and two cells; the second cell is faster. */
function trialsOf(tuneRunId: string, flags: string[] = []): TuneTrial[] {
  const base = { tuneRunId, model: MODEL };
  return [
    madeTrial({ ...base, localId: 1, stage: 1, gapMs: 20 }),
    madeTrial({ ...base, localId: 2, stage: 2, gapMs: 20, maxBatch: 1 }),
    madeTrial({ ...base, localId: 3, stage: 2, gapMs: 10, maxBatch: 2, flags }),
  ];
}

async function sendTrials({ agent, job, fence }: Running, trials: readonly TuneTrial[]) {
  return agent.send(...trials.map((trial) => agent.event("job.trial", { trial }, { job, fence })));
}

async function finish(run: Running, trials: readonly TuneTrial[], kept: number | null = 3, change: object = {}) {
  const { plan } = await getTune(room.ctx, { id: run.tuneRunId });
  const tune = { ...madeEnd(madeDocument(run.tuneRunId, plan, trials), kept), ...change };
  const { agent, job, fence } = run;
  const end = { outcome: "succeeded", exitReason: "ok", message: null, tune };
  return agent.send(agent.event("job.finished", end, { job, fence }));
}

describe("a tune's rows", () => {
  test("T6 the end stores one winner, and list, detail, fleet and today show the same number (H-18)", async () => {
    const run = await running();
    const trials = trialsOf(run.tuneRunId);
    expect((await sendTrials(run, trials)).stored).toHaveLength(3);
    expect((await finish(run, trials)).stored).toHaveLength(1);
    const detail = await getTune(room.ctx, { id: run.tuneRunId });
    expect(detail.recheck).toBe("ok");
    expect(detail.job?.state).toBe("SUCCEEDED");
    expect(detail.trials.map(({ isKept }) => isKept)).toEqual([false, false, true]);
    expect(detail.trials.map(({ replicates }) => replicates.length)).toEqual([2, 4, 4]);
    expect(detail.trials[2]).toEqual({ ...trials[2], isKept: true });
    const tps = detail.summary.winner?.tpsMedian;
    expect(tps).toBeCloseTo(100, 5);
    expect(tps).toBe(detail.recommendation?.recommendation?.tps_median);
    const { rows } = await listTunes(room.ctx, {
      ...{ state: "all", sort: "tps", direction: "desc" },
      page: 1,
      pageSize: 50,
    });
    expect(rows.find(({ id }) => id === run.tuneRunId)?.winner?.tpsMedian).toBe(tps);
    const { mac } = await getMac(room.ctx, { id: run.agent.agentId });
    expect(mac.recommendation).toMatchObject({ tpsMedian: tps, label: detail.summary.label, isPractice: true });
    const today = await getToday(room.ctx);
    expect(today.finished.find(({ id }) => id === run.tuneRunId)?.winner?.tpsMedian).toBe(tps);
  });

  test("TB73 B126 a repeated upload leaves one set of rows, and equal key with other content is refused", async () => {
    const run = await running();
    const [trial] = trialsOf(run.tuneRunId);
    if (trial === undefined) throw new Error("a trial");
    await sendTrials(run, [trial]);
    expect((await sendTrials(run, [{ ...trial, isKept: true }])).stored).toHaveLength(1);
    const forged = await sendTrials(run, [{ ...trial, tpsMedian: 999 }]);
    expect(forged.refused.map(({ code }) => code)).toEqual(["hash_mismatch"]);
    expect(await room.app.db.tuneTrial.count({ where: { tuneRunId: run.tuneRunId } })).toBe(1);
  });

  test("TM11 B126 aggregates and kept row are recomputed; what differs is marked, not hidden", async () => {
    const run = await running();
    const trials = trialsOf(run.tuneRunId).map((trial) => (trial.localId === 2 ? { ...trial, tpsMedian: 500 } : trial));
    await sendTrials(run, trials);
    const row = await room.app.db.tuneTrial.findFirstOrThrow({ where: { tuneRunId: run.tuneRunId, localId: 2 } });
    expect(row.recheck).toMatch(/^agg_throughput_tps reported 500, recomputed /);
    await finish(run, trials, 3);
    const { recheck } = await getTune(room.ctx, { id: run.tuneRunId });
    expect(recheck).toContain("kept row reported 3, recomputed 2");
    expect(recheck).toContain("1 trials differ from their raw replicates");
  });

  test("B75 TB73 a forged recipe hash is refused, stores no recommendation and ends the job as failed", async () => {
    const run = await running();
    const trials = trialsOf(run.tuneRunId);
    await sendTrials(run, trials);
    const answer = await finish(run, trials, 3, { recipeHash: `sha256:${"0".repeat(64)}` });
    expect(answer.refused.map(({ code }) => code)).toEqual(["hash_mismatch"]);
    const detail = await getTune(room.ctx, { id: run.tuneRunId });
    expect(detail.job).toMatchObject({ state: "FAILED" });
    expect(detail.summary).toMatchObject({ exitReason: "internal_error", winner: null });
    expect(detail.recommendation).toBeNull();
    expect(await room.app.db.auditEntry.count({ where: { action: "tune.result_refused" } })).toBe(1);
  });

  test("INV-19 a run never has two kept Stage-2 rows", async () => {
    const run = await running();
    const trials = trialsOf(run.tuneRunId);
    await sendTrials(run, trials);
    await finish(run, trials);
    const second = room.app.db.tuneTrial.updateMany({
      where: { tuneRunId: run.tuneRunId, localId: 2 },
      data: { isKept: true },
    });
    await expect(second).rejects.toThrow();
  });

  test("B128 INV-3 trials that arrive after the job was lost are kept and marked late; its end stays", async () => {
    const run = await running();
    await room.app.db.job.update({ where: { id: run.job }, data: { state: "LOST" } });
    const trials = trialsOf(run.tuneRunId);
    await sendTrials(run, trials);
    await finish(run, trials);
    const detail = await getTune(room.ctx, { id: run.tuneRunId });
    expect(detail.job).toMatchObject({ state: "LOST", lateEvents: 4 });
    expect(detail.trials).toHaveLength(3);
    expect(detail.summary.winner).not.toBeNull();
  });

  test("a shared machine's trials are shown and carry the flag", async () => {
    const run = await running();
    const trials = trialsOf(run.tuneRunId, ["shared_machine"]);
    await sendTrials(run, trials);
    await finish(run, trials);
    expect((await getTune(room.ctx, { id: run.tuneRunId })).summary.flags).toContain("shared_machine");
    const { mac } = await getMac(room.ctx, { id: run.agent.agentId });
    expect(mac.recommendation?.isSharedMachine).toBe(true);
  });

  test("a trial of another machine's run is not stored", async () => {
    const [mine, other] = [await running(), await running()];
    const [trial] = trialsOf(other.tuneRunId);
    if (trial === undefined) throw new Error("a trial");
    await sendTrials(mine, [trial]);
    expect(await room.app.db.tuneTrial.count({ where: { tuneRunId: other.tuneRunId } })).toBe(0);
  });

  test("MS4 log slices are kept once and read on from an offset", async () => {
    const run = await running();
    const { agent, job, fence } = run;
    const slices = [
      { offset: 0, text: "läuft\n" },
      { offset: 7, text: "stage 1\n" },
    ];
    await agent.send(...slices.map((slice) => agent.event("job.log", slice, { job, fence })));
    await agent.send(agent.event("job.log", slices[0], { job, fence }));
    const whole = await getTuneLog(room.ctx, { id: run.tuneRunId, after: 0 });
    expect(whole).toEqual({ chunks: slices, nextOffset: 15 });
    expect(await getTuneLog(room.ctx, { id: run.tuneRunId, after: 7 })).toEqual({
      chunks: slices.slice(1),
      nextOffset: 15,
    });
    expect((await getTuneLog(room.ctx, { id: run.tuneRunId, after: 15 })).nextOffset).toBe(15);
  });

  test("every step leaves a feed pointer at the run", async () => {
    const run = await running();
    const { agent, job, fence, tuneRunId } = run;
    await agent.send(agent.event("job.progress", { runId: tuneRunId, phase: "stage1", monoMs: 5 }, { job, fence }));
    const trials = trialsOf(tuneRunId);
    await sendTrials(run, trials);
    await finish(run, trials);
    const entries = await room.app.db.feedEntry.findMany({
      where: { topic: "tune", subject: tuneRunId },
      orderBy: { seq: "asc" },
    });
    expect([...new Set(entries.map(({ kind }) => kind))]).toEqual([
      "requested",
      "state",
      "started",
      "progress",
      "trial",
      "finished",
    ]);
  });
});
