import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ReportAnswer, ReportRequest } from "../../../core/contract/v1/messages.ts";
import { readMachineFacts } from "../../host/machine/machine-facts.ts";
import { type PlaneServer, startPlaneServer } from "../../test/fixtures/plane-server.ts";
import { systemWorld } from "../system-world.ts";
import { type Enrolment, readEnrolment, writeEnrolment } from "./enrolment.ts";
import { openIdentity } from "./identity.ts";
import { type JoinOutcome, joinConsole } from "./join-console.ts";
import { openSession, type PlaneSession } from "./session.ts";

const freshDir = (): string => mkdtempSync(join(tmpdir(), "espalier-session-"));

async function startConsole(): Promise<PlaneServer> {
  const plane = await startPlaneServer();
  onTestFinished(() => plane.close());
  return plane;
}

async function joinWith(plane: PlaneServer, token: string, stateDir = freshDir()): Promise<JoinOutcome> {
  const identity = openIdentity(stateDir);
  const facts = await readMachineFacts(stateDir);
  return joinConsole(systemWorld, { consoleUrl: plane.url, token, identity, facts, allowHttp: false });
}

async function enrolled(plane: PlaneServer): Promise<{ enrolment: Enrolment; session: PlaneSession }> {
  const stateDir = freshDir();
  const outcome = await joinWith(plane, plane.joinToken, stateDir);
  if (outcome.kind !== "joined") throw new Error(outcome.message);
  const { enrolment } = outcome;
  const identity = openIdentity(stateDir);
  return { enrolment, session: openSession({ world: systemWorld, enrolment, identity, bootId: systemWorld.uuid() }) };
}

const report = (session: PlaneSession) =>
  session.call({ path: "report", request: ReportRequest, answer: ReportAnswer, body: {}, timeoutMs: 5000 });

test("EN5 a token joins the console it names, and the enrolment is kept", async () => {
  const plane = await startConsole();
  const { enrolment } = await enrolled(plane);
  const stateDir = freshDir();
  writeEnrolment(stateDir, enrolment);
  expect(readEnrolment(stateDir)).toEqual({ ...enrolment, serverId: plane.serverId, consoleUrl: plane.url });
});

test("EN5 a console whose key the token does not name is refused", async () => {
  const plane = await startConsole();
  const other = await startConsole();
  const foreign = plane.joinToken.replace(/\..+$/, other.joinToken.slice(other.joinToken.lastIndexOf(".")));
  expect(await joinWith(plane, foreign)).toMatchObject({ kind: "wrong_console" });
});

test("EN5 what is no join token is not sent anywhere", async () => {
  const plane = await startConsole();
  expect(await joinWith(plane, "hunter2")).toMatchObject({ kind: "bad_token" });
  expect(plane.calls).toEqual([]);
});

test("ID1 the private key is a 0600 file in a 0700 folder and stays the same", () => {
  const stateDir = freshDir();
  const first = openIdentity(stateDir);
  expect(openIdentity(stateDir).publicKey).toBe(first.publicKey);
  expect(statSync(join(stateDir, "identity")).mode & 0o777).toBe(0o700);
  expect(statSync(join(stateDir, "identity", "agent-key.pem")).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(stateDir, "identity", "agent-key.pem"), "utf8")).toContain("PRIVATE KEY");
});

test("ID2 the first call signs a challenge for its token, later calls reuse it", async () => {
  const plane = await startConsole();
  const { session } = await enrolled(plane);
  expect(await report(session)).toMatchObject({ kind: "ok" });
  expect(await report(session)).toMatchObject({ kind: "ok" });
  expect(plane.calls.map((call) => call.path)).toEqual(["join", "challenge", "token", "report", "report"]);
});

test("TR8 on 401 comes one new token and one retry, not more", async () => {
  const plane = await startConsole();
  const { session } = await enrolled(plane);
  await report(session);
  plane.faults.push({ path: "report", kind: "refuse", status: 401, code: "unauthenticated" });
  expect(await report(session)).toMatchObject({ kind: "ok" });
  for (const _time of [1, 2])
    plane.faults.push({ path: "report", kind: "refuse", status: 401, code: "unauthenticated" });
  expect(await report(session)).toMatchObject({ kind: "refused", status: 401 });
  expect(plane.calls.filter((call) => call.path === "token")).toHaveLength(3);
});
