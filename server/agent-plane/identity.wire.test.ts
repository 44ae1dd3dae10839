import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHouseJoinToken } from "../features/fleet/index.ts";
import { createJoinToken, getMac, listMacs } from "../features/fleet/service.ts";
import { createTestApp } from "../platform/test-app.ts";
import { startPlane, TestAgent, testCapabilities, testFacts } from "./test-agent.ts";
import { joinedAgent, startTestConsole, type TestConsole, testContext } from "./test-fleet.ts";

let house: TestConsole;

beforeAll(async () => {
  house = await startTestConsole();
});
afterAll(() => house.close());

const code = (body: unknown): unknown => JSON.parse(JSON.stringify(body)).error.code;

describe("join tokens", () => {
  test("EN5 a join token makes one agent, whoever races for it", async () => {
    const { token } = await createJoinToken(house.ctx);
    const racers = Array.from({ length: 5 }, () => new TestAgent(house.plane.url));
    const replies = await Promise.all(racers.map((racer) => racer.tryJoin(token)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403, 403]);
    house.app.clock.advance(60_000);
  });

  test("EN5 a token has 43 characters and the server's fingerprint, is stored hashed and its command has it on standard input", async () => {
    const made = await createJoinToken(house.ctx);
    expect(made.token).toMatch(/^esp_join_[A-Za-z0-9_-]{43}\.[0-9a-f]{20}$/);
    expect(made.token.split(".")[1]).toBe(made.serverFingerprint.replaceAll("-", ""));
    expect(made.command).toMatch(
      /^npm run -s espalier -- enrol http:\/\/\S+ --token-file - && npm run -s espalier -- run$/,
    );
    const rows = await house.app.db.joinToken.findMany();
    expect(JSON.stringify(rows)).not.toContain(made.token);
    const audit = await house.app.db.auditEntry.findMany({ where: { action: "join_token.created" } });
    expect(audit.length).toBeGreaterThan(0);
  });

  test("EN5 an expired token and an unknown one are refused", async () => {
    const { token } = await createJoinToken(house.ctx);
    house.app.clock.advance(60 * 60_000 + 1);
    expect((await new TestAgent(house.plane.url).tryJoin(token)).status).toBe(403);
    expect((await new TestAgent(house.plane.url).tryJoin(`esp_join_${"A".repeat(43)}.abc`)).status).toBe(403);
  });

  test("EN5 a join whose answer was lost is answered again for the same key only", async () => {
    const { token } = await createJoinToken(house.ctx);
    const agent = new TestAgent(house.plane.url);
    await agent.join(token);
    const first = agent.agentId;
    await agent.join(token);
    expect(agent.agentId).toBe(first);
    expect((await new TestAgent(house.plane.url).tryJoin(token)).status).toBe(403);
  });

  test("a join shows the machine in the fleet and points the pages at it", async () => {
    const agent = await joinedAgent(house, { hostName: "studio-64", chip: "Apple M4 Max" });
    const { macs } = await listMacs(house.ctx);
    expect(macs.find(({ id }) => id === agent.agentId)).toMatchObject({ hostName: "studio-64", chip: "Apple M4 Max" });
    const pointers = await house.app.db.feedEntry.findMany({ where: { subject: agent.agentId, kind: "joined" } });
    expect(pointers.map(({ topic }) => topic)).toEqual(["fleet"]);
    house.app.clock.advance(60_000);
  });

  test("RL1 joins are limited to ten a minute per address", async () => {
    house.app.clock.advance(60_000);
    const agent = new TestAgent(house.plane.url);
    const replies = [];
    for (let turn = 0; turn < 11; turn += 1) replies.push(await agent.tryJoin("esp_join_x"));
    expect(replies.slice(0, 10).every(({ status }) => status === 403)).toBe(true);
    const last = replies[10];
    expect(last?.status).toBe(429);
    expect(Number(last?.headers.get("retry-after"))).toBeGreaterThan(0);
    house.app.clock.advance(60_000);
  });
});

describe("tokens and sessions", () => {
  test("ID2 a token needs the agent's signature over this very nonce, server, agent and boot", async () => {
    const agent = await joinedAgent(house);
    const { agentId, bootId } = agent;
    for (const wrong of [
      { serverId: "other" },
      { bootId: "00000000-0000-4000-8000-000000000000" },
      { nonce: "other" },
    ]) {
      const nonce = await agent.challenge();
      const reply = await agent.post("token", { agentId, bootId, nonce, signature: agent.signature(nonce, wrong) });
      expect(reply.status).toBe(401);
    }
    const stranger = new TestAgent(house.plane.url);
    const nonce = await agent.challenge();
    const forged = await agent.post("token", {
      agentId,
      bootId,
      nonce,
      signature: stranger.signature(nonce, { agentId, bootId, serverId: agent.serverId }),
    });
    expect(forged.status).toBe(401);
    expect((await agent.tryToken()).status).toBe(200);
  });

  test("ID2 a nonce works once and for 60 seconds", async () => {
    const agent = await joinedAgent(house);
    const { agentId, bootId } = agent;
    const nonce = await agent.challenge();
    const body = { agentId, bootId, nonce, signature: agent.signature(nonce) };
    expect((await agent.post("token", body)).status).toBe(200);
    expect((await agent.post("token", body)).status).toBe(401);
    const late = await agent.challenge();
    house.app.clock.advance(60_001);
    expect((await agent.post("token", { ...body, nonce: late, signature: agent.signature(late) })).status).toBe(401);
  });

  test("ID2 a token ends after 15 minutes and is stored hashed", async () => {
    const agent = await joinedAgent(house);
    expect(JSON.stringify(await house.app.db.agentSession.findMany())).not.toContain(agent.bearer);
    house.app.clock.advance(15 * 60_000 + 1);
    expect((await agent.post("report", {})).status).toBe(401);
    await agent.authenticate();
    expect((await agent.post("report", {})).status).toBe(200);
  });

  test("ID3 a new process supersedes the old one with 409", async () => {
    const first = await joinedAgent(house);
    const second = first.copy();
    await second.authenticate();
    const reply = await first.post("report", {});
    expect([reply.status, code(reply.body)]).toEqual([409, "session_superseded"]);
    expect((await second.post("report", {})).status).toBe(200);
  });

  test("ID3 a poll held by the old process is answered when the new one signs in", async () => {
    const first = await joinedAgent(house);
    await first.poll();
    const held = first.post("poll", first.pollBody());
    const second = first.copy();
    await second.authenticate();
    expect((await held).status).toBe(409);
  });

  test("ID4 a superseded process that asks again proves a copied key: suspended, all sessions end, audited", async () => {
    const first = await joinedAgent(house);
    const second = first.copy();
    await second.authenticate();
    const again = await first.tryToken();
    expect([again.status, code(again.body)]).toEqual([403, "agent_suspended"]);
    expect(again.headers.get("retry-after")).toBe("600");
    expect((await second.post("report", {})).status).toBe(403);
    const { mac } = await getMac(house.ctx, { id: first.agentId });
    expect(mac.presence.state).toBe("suspended");
    expect(mac.warnings[0]).toMatchObject({ level: "blocking", code: "suspended" });
    const audit = await house.app.db.auditEntry.findMany({
      where: { action: "agent.suspended", object: `agent:${first.agentId}` },
    });
    expect(audit).toHaveLength(1);
    const { token } = await createJoinToken(house.ctx);
    await second.join(token);
    expect(second.agentId).toBe(first.agentId);
    await second.authenticate();
    house.app.clock.advance(60_000);
  });

  test("INV-24 a revoked agent is refused at its next request", async () => {
    const agent = await joinedAgent(house);
    await house.app.db.agent.update({ where: { id: agent.agentId }, data: { state: "REVOKED" } });
    const reply = await agent.post("report", {});
    expect([reply.status, code(reply.body)]).toEqual([403, "agent_revoked"]);
    expect((await agent.post("challenge", { agentId: agent.agentId })).status).toBe(403);
  });

  test("MS1 a report is kept with its hash, and a missing part keeps the last fact", async () => {
    const agent = await joinedAgent(house);
    const first = await agent.report({ facts: testFacts({ hostName: "renamed", machineId: "m-report" }) });
    expect(first.factsHash).toMatch(/^[0-9a-f]{64}$/);
    const second = await agent.report({
      caps: testCapabilities({ engines: [], missing: [{ engine: "embedded", reason: "no AVX2" }] }),
    });
    expect(second.factsHash).toBe(first.factsHash);
    const { mac, facts } = await getMac(house.ctx, { id: agent.agentId });
    expect(facts.value.hostName).toBe("renamed");
    expect(mac.engine).toBeNull();
    expect(mac.warnings.map(({ code: name }) => name)).toContain("no_engine");
  });
});

describe("before set-up", () => {
  test("EN6 only the house agent's own calls work, without jobs; everybody else gets 503", async () => {
    const app = await createTestApp();
    const plane = await startPlane(app);
    try {
      const agent = new TestAgent(plane.url);
      await agent.join(await createHouseJoinToken(app));
      await agent.authenticate();
      await agent.report();
      const [started] = [agent.event("agent.started", { agentVersion: "0.1.0" })];
      expect((await agent.send(started)).stored).toHaveLength(1);
      expect((await agent.poll()).commands).toEqual([{ type: "report" }]);
      expect((await agent.tryRenew(crypto.randomUUID(), "1.1")).status).toBe(503);
      const stranger = new TestAgent(plane.url);
      for (const path of ["join", "challenge", "token", "poll", "renew", "events", "report"]) {
        const body = { token: "esp_join_x", publicKey: stranger.publicKey, facts: testFacts(), protocol: 1 };
        const tokenBody = {
          agentId: crypto.randomUUID(),
          bootId: crypto.randomUUID(),
          nonce: "n",
          signature: "A".repeat(86),
        };
        const reply = await stranger.post(path, { ...body, ...tokenBody, token: "esp_join_x" });
        expect([path, reply.status, code(reply.body)]).toEqual([path, 503, "not_set_up"]);
      }
      const ctx = await testContext(app);
      const { macs } = await listMacs(ctx);
      expect(macs.map(({ isHouse, presence }) => [isHouse, presence.state])).toEqual([[true, "fresh"]]);
      expect((await stranger.tryJoin("esp_join_x")).status).toBe(403);
    } finally {
      await plane.close();
      await app.close();
    }
  });

  test("EN6 a newer house agent retires an older one", async () => {
    const app = await createTestApp();
    const plane = await startPlane(app);
    try {
      const [first, second] = [new TestAgent(plane.url), new TestAgent(plane.url)];
      await first.join(await createHouseJoinToken(app));
      await second.join(await createHouseJoinToken(app));
      const { macs } = await listMacs(await testContext(app));
      expect(macs.map(({ id }) => id)).toEqual([second.agentId]);
      const late = await createHouseJoinToken(app);
      app.clock.advance(60_001);
      expect((await new TestAgent(plane.url).tryJoin(late)).status).toBe(403);
    } finally {
      await plane.close();
      await app.close();
    }
  });
});

describe("transport", () => {
  test("TR5 another content type is 415 and a missing token 401", async () => {
    const agent = await joinedAgent(house);
    const typed = await agent.post("report", {}, { "content-type": "text/plain" });
    expect([typed.status, code(typed.body)]).toEqual([415, "unsupported_type"]);
    agent.bearer = "";
    expect((await agent.post("report", {})).status).toBe(401);
  });

  test("TR7 unknown paths are 404, other methods 405, broken JSON 400, a wrong form 422, a long body 413", async () => {
    const agent = await joinedAgent(house);
    const unknown = await agent.post("nothing", {});
    expect([unknown.status, code(unknown.body)]).toEqual([404, "not_found"]);
    const got = await fetch(`${house.plane.url}/agent/v1/poll`);
    expect([got.status, got.headers.get("allow")]).toEqual([405, "POST"]);
    const broken = await agent.post("report", "{");
    expect([broken.status, code(broken.body)]).toEqual([400, "bad_request"]);
    const wrong = await agent.post("renew", { job: 1 });
    expect([wrong.status, code(wrong.body)]).toEqual([422, "invalid"]);
    const long = await agent.post("challenge", JSON.stringify({ agent_id: "x".repeat(5000) }));
    expect([long.status, code(long.body)]).toEqual([413, "too_large"]);
  });

  test("TR7 a body that does not say its length is cut at the limit", async () => {
    const url = new URL(`${house.plane.url}/agent/v1/challenge`);
    const outcome = await new Promise((resolve) => {
      const sent = request(url, { method: "POST", headers: { "content-type": "application/json" } });
      sent.once("response", (response) => resolve(response.statusCode));
      sent.once("error", () => resolve("cut"));
      for (let part = 0; part < 3; part += 1) sent.write("x".repeat(4096));
    });
    expect([413, "cut"]).toContain(outcome);
  });

  test("RL1 an agent gets 60 requests at once and then 429 with Retry-After", async () => {
    const agent = await joinedAgent(house);
    house.app.clock.advance(10_000);
    const statuses = [];
    for (let turn = 0; turn < 61; turn += 1) statuses.push((await agent.post("report", {})).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(60);
    expect(statuses.at(-1)).toBe(429);
    house.app.clock.advance(1000);
    expect((await agent.post("report", {})).status).toBe(200);
  });
});
