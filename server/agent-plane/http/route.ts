import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";

import { decodeWire, encodeWire } from "../../../core/contract/v1/wire.ts";
import { authenticateAgent, type Caller } from "../../features/fleet/index.ts";
import type { App } from "../../platform/app.ts";
import { planeState } from "../plane-state.ts";
import { PlaneFailure } from "./plane-failure.ts";
import { readJson } from "./read-json.ts";

/** ID4: a suspended agent tries once in this time. */
const SUSPENDED_RETRY_MS = 600_000;

export interface OpenCall {
  app: App;
  request: IncomingMessage;
  response: ServerResponse;
  address: string | null;
  /** The body before its keys were renamed: hashes are over these bytes' JSON value. */
  raw: unknown;
}

export interface AgentCall extends OpenCall {
  caller: Caller;
}

export interface Route {
  handle(app: App, request: IncomingMessage, response: ServerResponse): Promise<unknown>;
}

interface Spec<C, I, O> {
  limitBytes: number;
  input: z.ZodType<I>;
  output: z.ZodType<O>;
  run(call: C, message: I): Promise<O>;
}

async function openCall(app: App, exchange: [IncomingMessage, ServerResponse], limitBytes: number): Promise<OpenCall> {
  const [request, response] = exchange;
  const raw = await readJson(request, limitBytes);
  return { app, request, response, raw, address: request.socket.remoteAddress ?? null };
}

/** A call without bearer token: join, challenge, token (TR5). */
export function openRoute<I, O>(spec: Spec<OpenCall, I, O>): Route {
  return {
    async handle(app, request, response) {
      const call = await openCall(app, [request, response], spec.limitBytes);
      return encodeWire(spec.output, await spec.run(call, decodeWire(spec.input, call.raw)));
    },
  };
}

/** A call by an agent with its token, within its rate (TR5, RL1). */
export function agentRoute<I, O>(spec: Spec<AgentCall, I, O>): Route {
  return {
    async handle(app, request, response) {
      const caller = await identifyAgent(app, request);
      const call = await openCall(app, [request, response], spec.limitBytes);
      return encodeWire(spec.output, await spec.run({ ...call, caller }, decodeWire(spec.input, call.raw)));
    },
  };
}

/** The agent behind a bearer token, within its rate (TR5, RL1). */
export async function identifyAgent(app: App, request: IncomingMessage): Promise<Caller> {
  const caller = await identify(app, request);
  const waitMs = planeState(app).requests.take(caller.agent.id, app.clock.monoMs());
  if (waitMs > 0) throw new PlaneFailure("rate_limited", { retryAfterMs: waitMs });
  return caller;
}

async function identify(app: App, request: IncomingMessage): Promise<Caller> {
  const token = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(request.headers.authorization ?? "")?.[1];
  if (token === undefined) {
    throw new PlaneFailure((await app.needsSetup()) ? "not_set_up" : "unauthenticated");
  }
  const caller = await authenticateAgent(app, token);
  if (caller.kind === "refused") throw refusalOf(caller);
  return caller;
}

/** A refusal of the fleet as an answer of the plane. */
export function refusalOf(refusal: { code: PlaneFailure["code"] }): PlaneFailure {
  const isSuspended = refusal.code === "agent_suspended";
  return new PlaneFailure(refusal.code, isSuspended ? { retryAfterMs: SUSPENDED_RETRY_MS } : {});
}

const RawEvents = z.object({ events: z.array(z.object({ body: z.unknown() })) });

/** The events' bodies as they were sent, in order, for `body_sha256`. */
export function rawBodies(raw: unknown): unknown[] {
  return RawEvents.parse(raw).events.map((event) => event.body ?? null);
}
