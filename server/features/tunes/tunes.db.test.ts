import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testCapabilities } from "../../agent-plane/test-agent.ts";
import { requestedTune, storedAgent, testContext } from "../../agent-plane/test-fleet.ts";
import { createTestApp, type TestApp } from "../../platform/test-app.ts";
import type { Context } from "../../trpc/context.ts";
import { createJoinToken, getMac, listMacs } from "../fleet/service.ts";
import { getToday } from "../today/service.ts";
import { getTune, getTuneProgress } from "./reading/get-tune.ts";
import { listTunes } from "./reading/list-tunes.ts";
import { cancelTune } from "./request/cancel-tune.ts";
import { getTuneOptions, previewTune } from "./request/preview-tune.ts";
import { requestTune } from "./request/request-tune.ts";
import { getTuneLog } from "./results/tune-log.ts";
import { ListTunesInput, TunePreview } from "./schema.ts";

let app: TestApp;
let ctx: Context;

beforeAll(async () => {
  app = await createTestApp();
  ctx = await testContext(app);
});
afterAll(() => app.close());

describe("preview", () => {
  test("B120 a preview shows plan, fit, bytes, conflicts and age, in the operator's order, and starts nothing (H-71)", async () => {
    const agentId = await storedAgent(app);
    const providers = [{ kind: "launchd" as const, label: "com.example.serve", pid: 77 }];
    const cachedModels = [{ id: "bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M", bytes: 1 }];
    await app.db.agent.update({
      where: { id: agentId },
      data: { capsJson: JSON.stringify(testCapabilities({ providers, cachedModels })) },
    });
    app.clock.advance(5000);
    const ids = ["mlx-community/Llama-3.2-1B-Instruct-4bit", "mlx-community/Qwen2.5-32B-Instruct-4bit"];
    const preview = TunePreview.parse(
      await previewTune(ctx, { agentId, list: "operator", flags: { "candidate-models": ids.join(",") } }),
    );
    if (preview.kind !== "ok") throw new Error(preview.message);
    expect(preview.candidates.map(({ id, isCached, fetchBytes }) => [id, isCached, fetchBytes])).toEqual([
      [ids[0], true, 0],
      [ids[1], false, 19_900_000_000],
    ]);
    expect(preview.candidates.map(({ fit }) => fit.verdict)).toEqual(["fits", "does_not_fit"]);
    expect(preview.fetchBytes).toBe(19_900_000_000);
    expect(preview.conflicts).toEqual(["launchd provider com.example.serve (pid 77) is serving"]);
    expect(preview.factsAgeMs).toBe(5000);
    expect(preview.cells).toHaveLength(6);
    expect(preview.dryRun[0]).toBe("autotune: dry run");
    expect(preview.command).toContain("espalier autotune");
    expect(await app.db.job.count({ where: { agentId } })).toBe(0);
  });

  test("B120 refuses in the command line's words", async () => {
    const agentId = await storedAgent(app);
    const flags = { "target-context": "0" };
    const preview = await previewTune(ctx, { agentId, list: "practice", flags });
    expect(preview).toEqual({ kind: "invalid", flag: "target-context", message: "--target-context 0 must be >= 1" });
    const asked = requestTune(ctx, { agentId, list: "practice", flags, requestKey: randomUUID() });
    await expect(asked).rejects.toMatchObject({ code: "PLAN_INVALID", details: { flag: "target-context" } });
  });

  test("A40 B105 a tune asks for one of the engines the machine reported, by that engine's capabilities", async () => {
    const agentId = await storedAgent(app);
    const [own] = testCapabilities().engines;
    if (own === undefined) throw new Error("no engine");
    const reasons = { kvBits: "no flag" };
    const poor = { ...own, engine: "mlx_lm.server", engineVersion: "0.30.5", kvBits: null, reasons };
    const both = testCapabilities({ engines: [own, poor] });
    await app.db.agent.update({ where: { id: agentId }, data: { capsJson: JSON.stringify(both) } });
    const request = { agentId, list: "practice" as const, flags: {} };
    const preview = await previewTune(ctx, { ...request, engine: "mlx_lm.server" });
    if (preview.kind !== "ok") throw new Error(preview.message);
    expect(preview.warnings).toContain("warning: --kv-bits-axis collapses to unset: no flag");
    await requestTune(ctx, { ...request, engine: "mlx_lm.server", requestKey: randomUUID() });
    const job = await app.db.job.findFirstOrThrow({ where: { agentId } });
    expect(JSON.parse(job.paramsJson)).toMatchObject({ engine: "mlx_lm.server" });
    const unknown = requestTune(ctx, { ...request, engine: "ollama", requestKey: randomUUID() });
    await expect(unknown).rejects.toMatchObject({ code: "BAD_INPUT", message: "this machine has no ollama" });
  });

  test("PR3 a preview names what keeps the machine from starting", async () => {
    const agentId = await storedAgent(app);
    const none = testCapabilities({ engines: [], missing: [{ engine: "embedded", reason: "no prebuilt binary" }] });
    await app.db.agent.update({ where: { id: agentId }, data: { capsJson: JSON.stringify(none) } });
    const first = await requestedTune(ctx, agentId);
    app.clock.advance(300_000);
    const preview = await previewTune(ctx, { agentId, list: "practice", flags: {} });
    if (preview.kind !== "ok") throw new Error(preview.message);
    expect(preview.blockers).toEqual([
      "this machine is not connected; a job waits up to 24 h for it",
      "no engine is available: no prebuilt binary",
      `${first.label} comes first on this machine`,
    ]);
  });

  test("the practice list is preselected while no real model is on the machine", async () => {
    const agentId = await storedAgent(app);
    const chosen = async (): Promise<string[]> =>
      (await getTuneOptions(ctx, { id: agentId })).lists.filter((one) => one.isPreselected).map(({ list }) => list);
    expect(await chosen()).toEqual(["practice"]);
    const cachedModels = [{ id: "mlx-community/Llama-3.2-1B-Instruct-4bit", bytes: null }];
    await app.db.agent.update({
      where: { id: agentId },
      data: { capsJson: JSON.stringify(testCapabilities({ cachedModels })) },
    });
    expect(await chosen()).toEqual(["default"]);
  });

  test("two agents on one machine are told that they share it", async () => {
    const shared = { machineId: "one-machine" };
    const [left, right] = [
      await storedAgent(app, app.orgId, shared),
      await storedAgent(app, app.orgId, { ...shared, hostName: "twin" }),
    ];
    const preview = await previewTune(ctx, { agentId: left, list: "practice", flags: {} });
    expect(preview).toMatchObject({ isMachineShared: true });
    const { macs } = await listMacs(ctx);
    const warnings = macs
      .filter(({ id }) => id === left || id === right)
      .map((mac) => mac.warnings.map(({ code }) => code));
    expect(warnings.every((codes) => codes.includes("shared_machine"))).toBe(true);
  });
});

describe("the list", () => {
  test("H-14 filters, facets and pages agree", async () => {
    const own = await createTestApp();
    const mine = await testContext(own);
    const [left, right] = [await storedAgent(own), await storedAgent(own, own.orgId, { hostName: "studio" })];
    const made = [];
    for (const [agentId, context] of [
      [left, 1],
      [left, 2],
      [right, 3],
    ] as const) {
      own.clock.advance(1000);
      made.push(await requestedTune(mine, agentId, { flags: { "target-context": String(100 + context) } }));
    }
    await cancelTune(mine, { id: made[0]?.tuneRunId ?? "", reason: "x" });
    const list = async (input: object) => listTunes(mine, ListTunesInput.parse(input));
    const all = await list({});
    expect(all.rows.map(({ label }) => label)).toEqual(["TUNE-3", "TUNE-2", "TUNE-1"]);
    expect(all).toMatchObject({ total: 3, unfiltered: 3, facets: { running: 2, finished: 0, failed: 1 } });
    expect((await list({ state: "failed" })).rows.map(({ state }) => state)).toEqual(["cancelled"]);
    expect(await list({ q: "studio" })).toMatchObject({ total: 1, unfiltered: 3 });
    expect((await list({ q: "tune-2" })).rows).toHaveLength(1);
    expect((await list({ q: "100%" })).rows).toHaveLength(0);
    expect((await list({ agentId: left, direction: "asc" })).rows.map(({ label }) => label)).toEqual([
      "TUNE-1",
      "TUNE-2",
    ]);
    expect((await list({ page: 2, pageSize: 2 })).rows.map(({ label }) => label)).toEqual(["TUNE-1"]);
    expect((await list({ sort: "tps" })).rows).toHaveLength(3);
    expect((await list({ sort: "duration" })).rows).toHaveLength(3);
    await own.close();
  });
});

describe("two organisations", () => {
  test("AC2 nothing of one organisation is read, asked for or cancelled from another", async () => {
    const other = await testContext(app, randomUUID());
    const agentId = await storedAgent(app);
    const { tuneRunId } = await requestedTune(ctx, agentId);
    const foreign = [
      () => getMac(other, { id: agentId }),
      () => getTuneOptions(other, { id: agentId }),
      () => previewTune(other, { agentId, list: "practice", flags: {} }),
      () => requestTune(other, { agentId, list: "practice", flags: {}, requestKey: randomUUID() }),
      () => getTune(other, { id: tuneRunId }),
      () => getTuneProgress(other, { id: tuneRunId }),
      () => getTuneLog(other, { id: tuneRunId, after: 0 }),
      () => cancelTune(other, { id: tuneRunId, reason: "x" }),
    ];
    for (const call of foreign) await expect(call()).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listMacs(other)).macs).toEqual([]);
    expect((await listTunes(other, ListTunesInput.parse({}))).unfiltered).toBe(0);
    expect(await getToday(other)).toMatchObject({ running: [], finished: [], needs: [], macs: [] });
    const mine = await storedAgent(app, other.scope.orgId);
    const retry = requestedTune(other, mine, { retryOf: tuneRunId });
    await expect(retry).rejects.toMatchObject({ code: "NOT_FOUND" });
    await createJoinToken(other);
    expect(await app.db.joinToken.count({ where: { orgId: other.scope.orgId } })).toBe(1);
    expect((await requestedTune(other, mine)).label).toBe("TUNE-1");
  });
});
