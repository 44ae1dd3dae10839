import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TuneParams } from "../../core/contract/v1/job.ts";
import type { ObligationReport } from "../../core/contract/v1/obligation.ts";
import { getMac } from "../features/fleet/service.ts";
import { previewTune } from "../features/tunes/request/preview-tune.ts";
import { testCapabilities, testPolicy } from "./test-agent.ts";
import { joinedAgent, requestedTune, startTestConsole, type TestConsole } from "./test-fleet.ts";

let room: TestConsole;

beforeAll(async () => {
  room = await startTestConsole();
});
afterAll(() => room.close());

const report = (change: Partial<ObligationReport> = {}): ObligationReport => ({
  id: randomUUID(),
  tuneRunId: null,
  kind: "launchd",
  label: "dev.espalier.provider",
  openedAt: new Date(room.app.clock.now().getTime() - 60_000).toISOString(),
  attempts: 0,
  error: null,
  isQuarantined: false,
  ...change,
});

const codesOf = async (id: string) => (await getMac(room.ctx, { id })).mac.warnings.map(({ code }) => code);

test("PR4, RO3 an open obligation stays on the fleet page with its age until it is cleared", async () => {
  const agent = await joinedAgent(room);
  const opened = report();
  await agent.send(agent.event("obligation.opened", opened));
  expect(await codesOf(agent.agentId)).toContain("obligation_open");
  await agent.send(
    agent.event("obligation.failed", { ...opened, attempts: 5, error: "HTTP 503", isQuarantined: true }),
  );
  const [warning] = (await getMac(room.ctx, { id: agent.agentId })).mac.warnings;
  expect(warning).toMatchObject({ level: "blocking", code: "provider_down" });
  expect(warning?.text).toContain("provider down since");
  await agent.send(agent.event("obligation.cleared", { ...opened, attempts: 5 }));
  expect(await codesOf(agent.agentId)).toEqual(["never_seen"]);
  const entries = await room.app.db.feedEntry.count({ where: { subject: agent.agentId, kind: "obligation" } });
  expect(entries).toBe(3);
});

test("RO1 a cleared obligation stays cleared, and another machine's id is refused", async () => {
  const [agent, other] = [await joinedAgent(room), await joinedAgent(room)];
  const opened = report();
  await agent.send(agent.event("obligation.opened", opened), agent.event("obligation.cleared", opened));
  await agent.send(agent.event("obligation.failed", { ...opened, attempts: 1, error: "late" }));
  expect(await codesOf(agent.agentId)).toEqual(["never_seen"]);
  const stolen = await other.send(other.event("obligation.opened", opened));
  expect(stolen.refused.map(({ code }) => code)).toEqual(["hash_mismatch"]);
});

test("B122, JK3 a drain is a separate approval: none by default, with user, time and run id, and an audit row", async () => {
  const agent = await joinedAgent(room);
  const plain = await requestedTune(room.ctx, agent.agentId);
  const paramsOf = async (id: string) =>
    TuneParams.parse(JSON.parse((await room.app.db.job.findUniqueOrThrow({ where: { id } })).paramsJson));
  expect((await paramsOf(plain.jobId)).drainApproval).toBeUndefined();
  const drained = await requestedTune(room.ctx, agent.agentId, { drain: true });
  expect((await paramsOf(drained.jobId)).drainApproval).toEqual({
    approvedBy: "Ada",
    at: room.app.clock.now().toISOString(),
    runId: drained.tuneRunId,
  });
  const where = { action: "tune.drain_approved", object: `tune:${drained.tuneRunId}` };
  expect(await room.app.db.auditEntry.count({ where })).toBe(1);
});

test("B122, AC5 approving a drain needs the permission and a fresh password; nothing is queued without", async () => {
  const agent = await joinedAgent(room);
  const { actor } = room.ctx;
  if (actor === null) throw new Error("no actor");
  const stale = { ...room.ctx, actor: { ...actor, passwordAt: new Date(0) } };
  await expect(requestedTune(stale, agent.agentId, { drain: true })).rejects.toMatchObject({ code: "PASSWORD_NEEDED" });
  const viewer = { ...room.ctx, actor: { ...actor, role: "viewer" as const } };
  await expect(requestedTune(viewer, agent.agentId, { drain: true })).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(await room.app.db.job.count({ where: { agentId: agent.agentId } })).toBe(0);
});

test("B120 a preview names the conflicts of the last report and whether the machine allows a drain", async () => {
  const agent = await joinedAgent(room);
  const providers = [{ kind: "launchd" as const, label: "dev.espalier.provider", pid: 812 }];
  await agent.report({ caps: testCapabilities({ providers }), policy: testPolicy({ remoteDrain: true }) });
  const preview = await previewTune(room.ctx, { agentId: agent.agentId, list: "practice", flags: {} });
  expect(preview).toMatchObject({
    conflicts: ["launchd provider dev.espalier.provider (pid 812) is serving"],
    isDrainAllowed: true,
  });
});
