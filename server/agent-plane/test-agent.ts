import { createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { canonicalJson } from "../../core/canonical/jcs.ts";
import { sha256Hex } from "../../core/canonical/sha256.ts";
import type { Capabilities, MachineFacts, PolicySummary } from "../../core/contract/v1/facts.ts";
import {
  ChallengeAnswer,
  EventsAnswer,
  JoinAnswer,
  PollAnswer,
  RenewAnswer,
  ReportAnswer,
  TokenAnswer,
  TokenStatement,
} from "../../core/contract/v1/messages.ts";
import { decodeWire, encodeWire } from "../../core/contract/v1/wire.ts";
import type { App } from "../platform/app.ts";
import { handleAgentPlane } from "./index.ts";

export interface Plane {
  url: string;
  close(): Promise<void>;
}

/** The agent plane of a console behind a real HTTP server on loopback. */
export async function startPlane(app: App): Promise<Plane> {
  const server: Server = createServer((request, response) => void handleAgentPlane(app, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("the test server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Facts of a made-up machine. */
export function testFacts(changes: Partial<MachineFacts> = {}): MachineFacts {
  return {
    machineId: "machine-1",
    hostName: "mini-16",
    chip: "Apple M2",
    cores: 8,
    ramBytes: 16 * 2 ** 30,
    ramGb: 16,
    os: "macOS",
    osVersion: "26.1",
    arch: "arm64",
    workingSetBytes: 11 * 2 ** 30,
    diskFreeBytes: 100 * 2 ** 30,
    powerSource: "ac",
    thermalLevel: 0,
    memoryPressureLevel: 1,
    nodeVersion: "24.21.0",
    agentVersion: "0.1.0",
    ...changes,
  };
}

export function testCapabilities(changes: Partial<Capabilities> = {}): Capabilities {
  return {
    kinds: ["tune", "restore"],
    engines: [
      {
        engine: "embedded",
        engineVersion: "3.21.1",
        kvBits: [4, 8],
        maxContext: true,
        maxBatch: true,
        kvBitsWithMaxContext: true,
        scope: { kvBits: "load", maxBatch: "load", maxContext: "load" },
        contextGate: "tokenizer",
        unverified: [],
      },
    ],
    cachedModels: [],
    providers: [],
    missing: [],
    ...changes,
  };
}

export function testPolicy(changes: Partial<PolicySummary> = {}): PolicySummary {
  return {
    isReadable: true,
    jobs: ["tune", "probe", "restore"],
    remoteDrain: false,
    remoteApply: false,
    modelsAllow: ["practice"],
    maxJobSeconds: 10_800,
    ...changes,
  };
}

/** Status and wire body of one answer. */
export interface Reply {
  status: number;
  body: unknown;
  headers: Headers;
}

export interface SentEvent {
  eventId: string;
  stream: string;
  seq: number;
  seqEnd?: number;
  job?: string;
  fence?: string;
  type: string;
  body: unknown;
  bodyBlob?: string;
  bodySha256: string;
}

interface EventOptions {
  job?: string;
  fence?: string;
  stream?: string;
  seq?: number;
  eventId?: string;
}

const Busy = z.array(z.object({ job: z.string(), fence: z.string() }));

/** A small agent: its own key, one boot, one outbox; every call is real HTTP with a real signature. */
export class TestAgent {
  readonly planeUrl: string;
  readonly outboxId = randomUUID();
  bootId = randomUUID();
  agentId = "";
  serverId = "";
  bearer = "";
  readonly #key: KeyObject;
  readonly publicKey: string;
  readonly #seqs = new Map<string, number>();

  constructor(planeUrl: string, key: KeyObject = generateKeyPairSync("ed25519").privateKey) {
    this.planeUrl = planeUrl;
    this.#key = key;
    this.publicKey = z.object({ x: z.string() }).parse(createPublicKey(key).export({ format: "jwk" })).x;
  }

  /** A second process with the same key and enrolment. */
  copy(): TestAgent {
    const twin = new TestAgent(this.planeUrl, this.#key);
    twin.agentId = this.agentId;
    twin.serverId = this.serverId;
    return twin;
  }

  async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const response = await fetch(`${this.planeUrl}/agent/v1/${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(this.bearer === "" ? {} : { authorization: `Bearer ${this.bearer}` }),
        ...headers,
      },
      body: typeof body === "string" ? body : JSON.stringify(encodeWire(z.unknown(), body)),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
  }

  /** The text of a blob its live job names. */
  async get(path: string): Promise<string> {
    const headers = { authorization: `Bearer ${this.bearer}` };
    const response = await fetch(`${this.planeUrl}/agent/v1/${path}`, { headers });
    if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
    return response.text();
  }

  async expectOk<T>(schema: z.ZodType<T>, path: string, body: unknown): Promise<T> {
    const reply = await this.post(path, body);
    if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return decodeWire(schema, reply.body);
  }

  tryJoin(token: string, facts: MachineFacts = testFacts()): Promise<Reply> {
    return this.post("join", { token, publicKey: this.publicKey, facts, protocol: 1 });
  }

  async join(token: string, facts: MachineFacts = testFacts()): Promise<void> {
    const reply = await this.tryJoin(token, facts);
    if (reply.status !== 200) throw new Error(`join: ${reply.status} ${JSON.stringify(reply.body)}`);
    const answer = decodeWire(JoinAnswer, reply.body);
    this.agentId = answer.agentId;
    this.serverId = answer.serverId;
  }

  async challenge(): Promise<string> {
    return (await this.expectOk(ChallengeAnswer, "challenge", { agentId: this.agentId })).nonce;
  }

  signature(nonce: string, changes: Partial<z.infer<typeof TokenStatement>> = {}): string {
    const { serverId, agentId, bootId } = this;
    const statement = { purpose: "espalier-token-v1" as const, serverId, agentId, bootId, nonce, ...changes };
    const text = canonicalJson(encodeWire(TokenStatement, statement));
    return sign(null, Buffer.from(text), this.#key).toString("base64url");
  }

  async tryToken(): Promise<Reply> {
    const nonce = await this.challenge();
    const { agentId, bootId } = this;
    return this.post("token", { agentId, bootId, nonce, signature: this.signature(nonce) });
  }

  async authenticate(): Promise<void> {
    const reply = await this.tryToken();
    if (reply.status !== 200) throw new Error(`token: ${reply.status} ${JSON.stringify(reply.body)}`);
    this.bearer = decodeWire(TokenAnswer, reply.body).token;
  }

  async report(
    parts: { facts?: MachineFacts; caps?: Capabilities; policy?: PolicySummary } = {
      caps: testCapabilities(),
      policy: testPolicy(),
    },
  ): Promise<z.infer<typeof ReportAnswer>> {
    return this.expectOk(ReportAnswer, "report", parts);
  }

  pollBody(busyWith: z.infer<typeof Busy> = [], changes: Record<string, unknown> = {}): Record<string, unknown> {
    return {
      bootId: this.bootId,
      agentVersion: "0.1.0",
      protocol: 1,
      capsHash: "-",
      factsHash: "-",
      policyHash: "-",
      busyWith,
      canTakeJob: true,
      outbox: { pending: 0, oldestMs: null, dropped: 0 },
      ...changes,
    };
  }

  async poll(
    busyWith: z.infer<typeof Busy> = [],
    changes: Record<string, unknown> = {},
  ): Promise<z.infer<typeof PollAnswer>> {
    return this.expectOk(PollAnswer, "poll", this.pollBody(busyWith, changes));
  }

  /** Polls until an offer comes; a first answer may only ask for a report. */
  async offer(): Promise<NonNullable<z.infer<typeof PollAnswer>["offer"]>> {
    for (let turn = 0; turn < 3; turn += 1) {
      const { offer } = await this.poll();
      if (offer !== undefined) return offer;
    }
    throw new Error("no offer");
  }

  tryRenew(job: string, fence: string, progress?: unknown): Promise<Reply> {
    return this.post("renew", { job, fence, ...(progress === undefined ? {} : { progress }) });
  }

  async renew(job: string, fence: string, progress?: unknown): Promise<z.infer<typeof RenewAnswer>> {
    return this.expectOk(RenewAnswer, "renew", { job, fence, ...(progress === undefined ? {} : { progress }) });
  }

  /** An event with the next number of its stream. */
  event(type: string, body: unknown, options: EventOptions = {}): SentEvent {
    const stream = options.stream ?? (options.job === undefined ? "agent" : `job:${options.job}`);
    const seq = options.seq ?? (this.#seqs.get(stream) ?? 0) + 1;
    if (options.seq === undefined) this.#seqs.set(stream, seq);
    const wire = encodeWire(z.unknown(), body);
    return {
      eventId: options.eventId ?? randomUUID(),
      stream,
      seq,
      ...(options.job === undefined ? {} : { job: options.job }),
      ...(options.fence === undefined ? {} : { fence: options.fence }),
      type,
      body: wire,
      bodySha256: sha256Hex(canonicalJson(wire)),
    };
  }

  eventsBody(events: readonly SentEvent[]): unknown {
    const stamps = { atWall: "2026-11-20T12:00:00.000Z", atMonoMs: 1, bootId: this.bootId };
    return { outboxId: this.outboxId, events: events.map((event) => ({ ...event, ...stamps })) };
  }

  async send(...events: readonly SentEvent[]): Promise<z.infer<typeof EventsAnswer>> {
    return this.expectOk(EventsAnswer, "events", this.eventsBody(events));
  }
}
