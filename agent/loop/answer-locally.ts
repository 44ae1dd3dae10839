import { AGENT_VERSION } from "../host/agent-version.ts";
import { countOpenObligations } from "../store/obligations/obligations.ts";
import type { AgentStore } from "../store/open-store.ts";
import { outboxState } from "../store/outbox.ts";
import type { LocalAnswer, LocalRequest, LocalStatus } from "./local-message.ts";
import type { Connection } from "./plane/connection.ts";
import { refuseAddress } from "./plane/plane-client.ts";
import type { World } from "./world.ts";

export interface LocalAnswerSetup {
  stateDir: string;
  isHouse: boolean;
  allowHttp: boolean;
  world: World;
  store: AgentStore;
  connection: Connection;
  current(): LocalStatus["job"];
  stop(): void;
  /** Another process of this Mac wrote events. */
  written(): void;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Answers the local socket: who this agent is, a new console address, a stop, a serving process that registers itself. */
export function answerLocally(setup: LocalAnswerSetup): (request: LocalRequest) => LocalAnswer {
  const providers = new Map<number, LocalStatus["providers"][number]>();
  const status = (): LocalAnswer => {
    const enrolment = setup.connection.enrolment();
    const contactMs = setup.connection.lastContactMonoMs();
    const outbox = outboxState(setup.store);
    for (const pid of providers.keys()) if (!isAlive(pid)) providers.delete(pid);
    return {
      ok: true,
      pid: process.pid,
      version: AGENT_VERSION,
      stateDir: setup.stateDir,
      isHouse: setup.isHouse,
      agentId: enrolment?.agentId ?? null,
      consoleUrl: enrolment?.consoleUrl ?? null,
      lastContactAgoMs: contactMs === null ? null : Math.max(0, setup.world.clock.monoMs() - contactMs),
      job: setup.current(),
      outbox: { pending: outbox.pending, dropped: outbox.dropped },
      openObligations: countOpenObligations(setup.store),
      providers: [...providers.values()],
    };
  };
  return (request) => {
    switch (request.type) {
      case "hello":
      case "status":
        return status();
      case "console": {
        const refusal = refuseAddress(request.url, setup.allowHttp);
        if (refusal !== null) return { ok: false, error: refusal };
        setup.connection.moveTo(request.url, request.joinToken ?? null);
        return { ok: true };
      }
      case "stop":
        setup.stop();
        return { ok: true };
      case "written":
        setup.written();
        return { ok: true };
      case "provider": {
        const { pid, port, model } = request;
        if (request.state === "goodbye") providers.delete(pid);
        else providers.set(pid, { pid, port: port ?? null, model: model ?? null });
        return { ok: true };
      }
    }
  };
}
