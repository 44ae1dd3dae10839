import { randomUUID } from "node:crypto";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ApplyRecipeParams, type HeldRecipe } from "../../core/contract/v1/apply.ts";
import type { PolicySummary } from "../../core/contract/v1/facts.ts";
import { decodeWire } from "../../core/contract/v1/wire.ts";
import { createJob } from "../features/jobs/index.ts";
import {
  applyRecipe,
  approveProposal,
  getProposal,
  listFollowers,
  setFollowing,
} from "../features/proposals/service.ts";
import { CLASS, editProposal, liveOf } from "../features/proposals/test-proposals.ts";
import { transaction } from "../platform/transaction.ts";
import { type TestAgent, testCapabilities, testPolicy } from "./test-agent.ts";
import { joinedAgent, startTestConsole, type TestConsole, testContext } from "./test-fleet.ts";

let room: TestConsole;
let starter: string;

beforeAll(async () => {
  room = await startTestConsole();
  await editProposal(room.ctx, 1.2);
  starter = (await liveOf(room.app)).sha;
});
afterAll(() => room.close());

interface Saying {
  sha?: string | null;
  policy?: Partial<PolicySummary>;
  kinds?: string[];
}

/** A Mac that says which recipe it has and what it allows. */
async function mac({ sha = starter, policy = { remoteApply: true }, kinds = ["apply"] }: Saying = {}) {
  const agent = await joinedAgent(room);
  const say = async (imageRecipes: HeldRecipe[] | undefined) => {
    room.app.clock.advance(1000);
    const caps = testCapabilities({ kinds, ...(imageRecipes === undefined ? {} : { imageRecipes }) });
    await agent.report({ caps, policy: testPolicy(policy) });
  };
  await say([{ class: CLASS, sha }]);
  return { agent, say };
}

const rowOf = async (agent: TestAgent) =>
  (await listFollowers(room.ctx, { class: CLASS })).rows.find(({ agentId }) => agentId === agent.agentId);
const follow = (agent: TestAgent, isFollowing = true) =>
  setFollowing(room.ctx, { class: CLASS, agentId: agent.agentId, isFollowing });

async function apply(agents: TestAgent[], requestKey = randomUUID()) {
  const liveSha = (await liveOf(room.app)).sha;
  const agentIds = agents.map(({ agentId }) => agentId);
  return applyRecipe(room.ctx, { class: CLASS, liveSha, agentIds, comment: "", requestKey });
}

/** As many other jobs wait for a Mac. */
async function fillQueue({ agentId }: TestAgent, count: number): Promise<void> {
  const { app } = room;
  const wish = { orgId: app.orgId, agentId, kind: "image-run" as const, params: {}, requestedBy: "Ada", actor: "ada" };
  await transaction(app, "test.fill", async (tx) => {
    for (let index = 0; index < count; index += 1) {
      const of = { requestKey: randomUUID(), retryOf: null, label: "pictures", address: null };
      await createJob(app, tx, { ...wish, ...of });
    }
  });
}

/** Makes another recipe live, approved by somebody else; returns its sha. */
async function promoted(gamma: number): Promise<string> {
  const { id, sha } = await editProposal(room.ctx, gamma);
  const approver = await testContext(room.app);
  const { pins } = await getProposal(approver, { id });
  const override = { class: CLASS, reason: "checked by eye" };
  await approveProposal(approver, { id, comment: "", snapshot: pins.snapshot, liveSha: pins.liveSha, override });
  return sha;
}

/** Takes the offered apply as an agent does, up to its first renew. */
async function take(agent: TestAgent) {
  const { job, fence, envelope } = await agent.offer();
  await agent.renew(job, fence);
  await agent.send(agent.event("job.started", { startedAt: "2026-11-20T12:00:00.000Z" }, { job, fence }));
  const params = decodeWire(ApplyRecipeParams, decodeJwt(envelope)["params"]);
  const end = (outcome: string, sha: string | null, exitReason = "ok") => {
    const body = { outcome, exitReason, message: null, tune: null, imageRecipe: { class: CLASS, sha } };
    return agent.send(agent.event("job.finished", body, { job, fence }));
  };
  return { job, envelope, params, end };
}

test("TU51 no Mac follows a class by itself, and following alone sends nothing", async () => {
  const { agent } = await mac();
  expect(await rowOf(agent)).toMatchObject({ isFollowing: false, state: "not_following", sha: starter });
  expect(await apply([agent])).toMatchObject({
    rows: [{ jobId: null, refusal: "This Mac does not follow the class." }],
  });
  await follow(agent);
  expect(await rowOf(agent)).toMatchObject({ isFollowing: true, state: "not_approved", approved: null });
  expect(await room.app.db.job.count({ where: { agentId: agent.agentId } })).toBe(0);
});

test("TU51, JK2, JK9 an apply job carries its own approval, the pinned base and the text; the Mac's word makes it applied", async () => {
  const { agent, say } = await mac();
  await follow(agent);
  const sha = await promoted(1.31);
  const key = randomUUID();
  const made = await apply([agent], key);
  expect((await apply([agent], key)).rows).toEqual(made.rows);
  expect(await rowOf(agent)).toMatchObject({ state: "approved", sha: starter, approved: { sha, by: "Ada" } });
  const { job, envelope, params, end } = await take(agent);
  expect(decodeProtectedHeader(envelope)).toMatchObject({ typ: "espalier-job+jws" });
  expect(made.rows).toEqual([{ agentId: agent.agentId, jobId: job, refusal: null }]);
  expect(params).toMatchObject({
    proposalKind: "image-recipe",
    approval: { approvedBy: "Ada", agentId: agent.agentId, class: CLASS, hash: sha },
    baseHash: starter,
    targetHash: sha,
  });
  const text = await agent.get(`blobs/${params.recipe}`);
  expect(text).toBe((await liveOf(room.app)).toml);
  await end("succeeded", sha);
  expect(await rowOf(agent)).toMatchObject({ state: "applied", sha });
  await say([{ class: CLASS, sha: "d".repeat(64) }]);
  expect(await rowOf(agent)).toMatchObject({ state: "drifted", sha: "d".repeat(64), approved: { sha } });
  await say([{ class: CLASS, sha }]);
  expect(await rowOf(agent)).toMatchObject({ state: "applied", apply: { why: "This Mac has the live recipe." } });
  const audit = await room.app.db.auditEntry.findFirst({
    where: { action: "image_recipe.apply_approved" },
    orderBy: { seq: "desc" },
  });
  expect(audit).toMatchObject({ beforeHash: starter, afterHash: sha });
});

test("AP8 a success of a Mac that has another recipe is a drift, and a refusal keeps its line", async () => {
  const { agent } = await mac();
  await follow(agent);
  await promoted(1.32);
  await apply([agent]);
  const { end } = await take(agent);
  await end("succeeded", starter);
  expect(await rowOf(agent)).toMatchObject({ state: "drifted", sha: starter });
  await apply([agent]);
  const { job, fence } = await agent.offer();
  const refusal = { reason: "policy_apply", detail: "remote_apply: false" };
  await agent.send(agent.event("job.refused", refusal, { job, fence }));
  expect(await rowOf(agent)).toMatchObject({ state: "failed", note: "remote_apply: false" });
});

test.each<[string, Saying, string]>([
  [
    "its policy forbids it, with the line",
    { policy: { remoteApply: false } },
    "The policy of this Mac says remote_apply: false.",
  ],
  ["its agent cannot", { kinds: ["tune"] }, "This machine's agent does not run apply jobs."],
])("TU51, AP11 a Mac gets no job when %s", async (_title, saying, why) => {
  const { agent } = await mac({ ...saying, sha: "e".repeat(64) });
  await follow(agent);
  expect(await rowOf(agent)).toMatchObject({ apply: { isAllowed: false, why } });
  expect((await apply([agent])).rows).toEqual([{ agentId: agent.agentId, jobId: null, refusal: why }]);
});

test("TU51 JK9 nor when its own text is not valid, which is told apart from none", async () => {
  const { agent, say } = await mac({ sha: null });
  await follow(agent);
  const why = "The recipe file of this class on this Mac is not valid; correct or remove it there first.";
  expect(await rowOf(agent)).toMatchObject({ sha: null, isInvalid: true, apply: { isAllowed: false, why } });
  expect((await apply([agent])).rows).toMatchObject([{ jobId: null, refusal: why }]);
  await say([]);
  expect(await rowOf(agent)).toMatchObject({ sha: null, isInvalid: false, apply: { isAllowed: true } });
});

test("TU51 nor when nobody knows which recipe it would replace", async () => {
  const { agent, say } = await mac();
  await say(undefined);
  await follow(agent);
  expect(await rowOf(agent)).toMatchObject({ sha: null, isShaKnown: false });
  const why = "This Mac has not said yet which recipe it has.";
  expect((await apply([agent])).rows).toMatchObject([{ jobId: null, refusal: why }]);
});

test("TU51 QU1 a Mac with a full queue is told by name, and the others get their job; an apply that waits there gives way", async () => {
  const { agent: full } = await mac();
  const { agent: free } = await mac();
  for (const agent of [full, free]) await follow(agent);
  await fillQueue(full, 50);
  const { rows } = await apply([full, free]);
  const host = (await rowOf(full))?.host;
  const why = `QUEUE_FULL: 50 jobs wait for ${host} already. Cancel a waiting entry of this machine, or wait.`;
  expect(rows).toEqual([
    { agentId: full.agentId, jobId: null, refusal: why },
    { agentId: free.agentId, jobId: expect.any(String), refusal: null },
  ]);
  expect(await rowOf(full)).toMatchObject({ state: "not_approved", apply: { isAllowed: false, why } });
  const { agent: nearly } = await mac();
  await follow(nearly);
  await fillQueue(nearly, 49);
  for (const _ of [1, 2]) expect((await apply([nearly])).rows).toMatchObject([{ refusal: null }]);
});

test("AP1 an approval of a recipe that is no longer live is refused, and one that waits falls with it", async () => {
  const { agent } = await mac({ sha: "f".repeat(64) });
  await follow(agent);
  const seen = await promoted(1.33);
  await apply([agent]);
  await promoted(1.34);
  expect(await rowOf(agent)).toMatchObject({
    state: "failed",
    note: "cancelled: the live recipe changed after the approval",
  });
  const late = applyRecipe(room.ctx, {
    class: CLASS,
    liveSha: seen,
    agentIds: [agent.agentId],
    comment: "",
    requestKey: randomUUID(),
  });
  await expect(late).rejects.toMatchObject({ code: "PROPOSAL_STALE" });
});

test.each<[string, (agent: TestAgent) => Promise<unknown>, string]>([
  ["the live recipe changes", () => promoted(1.35), "the live recipe changed after the approval"],
  ["its Mac stops following", (agent) => follow(agent, false), "the Mac no longer follows the class"],
])(
  "TU51 AP1 LE3 an apply on lease that has not started falls when %s, and its Mac reads so before it writes",
  async (_when, act, reason) => {
    const { agent } = await mac({ sha: "9".repeat(64) });
    await follow(agent);
    await apply([agent]);
    const { job, fence } = await agent.offer();
    await act(agent);
    expect((await agent.poll()).offer).toBeUndefined();
    expect(await agent.renew(job, fence)).toMatchObject({ cancel: { by: expect.any(String), reason } });
    const body = { outcome: "cancelled", exitReason: "interrupted", message: reason, tune: null };
    await agent.send(
      agent.event("job.finished", { ...body, imageRecipe: { class: CLASS, sha: "9".repeat(64) } }, { job, fence }),
    );
    expect(await room.app.db.job.findUniqueOrThrow({ where: { id: job } })).toMatchObject({ state: "CANCELLED" });
  },
);

test("QU5 a newer apply of the class takes the place of one that waits; a Mac that stops following gets none", async () => {
  const { agent } = await mac({ sha: "0".repeat(64) });
  await follow(agent);
  await apply([agent]);
  const [second] = (await apply([agent])).rows;
  const jobs = await room.app.db.job.findMany({ where: { agentId: agent.agentId }, orderBy: { requestedAt: "asc" } });
  expect(jobs.map(({ state }) => state).sort()).toEqual(["CANCELLED", "QUEUED"]);
  await follow(agent, false);
  const job = await room.app.db.job.findUniqueOrThrow({ where: { id: second?.jobId ?? "" } });
  expect(job.state).toBe("CANCELLED");
  expect(await rowOf(agent)).toMatchObject({ state: "not_following", approved: null });
});
