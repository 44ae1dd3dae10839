import { randomUUID } from "node:crypto";
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import type { TestApp } from "../../platform/test-app.ts";
import type { Context } from "../../trpc/context.ts";

/** A signed-in admin. */
export async function imageContext(app: TestApp): Promise<Context> {
  const { orgId } = app;
  const id = randomUUID();
  const email = `${id}@example.org`;
  await app.db.user.create({ data: { id, orgId, name: "Ada", email, role: "admin" } });
  const passwordAt = app.clock.now();
  const actor = { userId: id, sessionId: "s", name: "Ada", email, role: "admin" as const, orgId, passwordAt };
  return { app, actor, scope: { orgId }, address: null, request: new IncomingMessage(new Socket()) };
}

/** The bytes of these pictures are here, as far as the database says. */
export async function storeBlobs(app: TestApp, hashes: readonly string[]): Promise<void> {
  const row = { orgId: app.orgId, bytes: 1000, format: "jpeg", source: "upload", receivedAt: app.clock.now() };
  await app.db.imageBlob.createMany({ data: hashes.map((blake3) => ({ ...row, blake3 })) });
}

/** A machine that runs image jobs, straight in the database. */
export async function imageAgent(app: TestApp): Promise<string> {
  const id = randomUUID();
  const at = app.clock.now();
  const facts = {
    machineId: id,
    hostName: "house",
    chip: "x64",
    cores: 2,
    ramBytes: 2 ** 34,
    ramGb: 16,
    os: "linux",
    osVersion: "1",
    arch: "x64",
    workingSetBytes: null,
    diskFreeBytes: 2 ** 36,
    powerSource: null,
    thermalLevel: null,
    memoryPressureLevel: null,
    nodeVersion: "24",
    agentVersion: "0.1.0",
  };
  const kinds = ["image-run", "image-replay"];
  const caps = { kinds, engines: [], cachedModels: [], providers: [], missing: [] };
  const policy = {
    isReadable: true,
    jobs: kinds,
    remoteDrain: false,
    remoteApply: false,
    modelsAllow: [],
    maxJobSeconds: 10_800,
  };
  await app.db.agent.create({
    data: {
      id,
      orgId: app.orgId,
      publicKey: id,
      machineId: id,
      hostName: "house",
      agentVersion: "0.1.0",
      isHouse: true,
      enrolledAt: at,
      enrolledBy: "console",
      lastContactAt: at,
      factsJson: JSON.stringify(facts),
      factsHash: "-",
      factsAt: at,
      capsJson: JSON.stringify(caps),
      capsAt: at,
      policyJson: JSON.stringify(policy),
      policyAt: at,
    },
  });
  return id;
}
