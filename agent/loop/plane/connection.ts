import type { MachineFacts } from "../../../core/contract/v1/facts.ts";
import type { Timers } from "../../../core/contract/v1/messages.ts";
import type { World } from "../world.ts";
import { type Enrolment, readEnrolment, writeEnrolment } from "./enrolment.ts";
import type { Identity } from "./identity.ts";
import { joinConsole } from "./join-console.ts";
import type { PlaneLink } from "./plane-link.ts";
import { openSession, type PlaneSession } from "./session.ts";

export interface ConnectionSetup {
  stateDir: string;
  world: World;
  identity: Identity;
  bootId: string;
  facts(): Promise<MachineFacts>;
  log(line: string): void;
}

/** The one connection of an agent process: joins when it must, and moves to another console when told (EN6). */
export interface Connection extends PlaneLink {
  /** A new address and perhaps a fresh join token; wakes everything that waits. */
  moveTo(consoleUrl: string, joinToken: string | null): void;
  /** Joins when there is no identity yet, or after `unknown` said the console lost it. True when enrolled. */
  ensureJoined(): Promise<boolean>;
  /** The console does not know this identity; true when a fresh token can make a new one. */
  noteUnknown(): boolean;
  noteContact(answer: { serverTimeMs: number; timers: Timers }): void;
  /** Monotonic milliseconds of the last good answer to a poll; null before the first. */
  lastContactMonoMs(): number | null;
  wake(): void;
}

interface Target {
  consoleUrl: string | null;
  joinToken: string | null;
  allowHttp: boolean;
}

/** A token is spent by success and by every answer that will not change; what may pass keeps it. */
async function joinWithToken(setup: ConnectionSetup, target: Target, consoleUrl: string): Promise<Enrolment | null> {
  const { joinToken: token, allowHttp } = target;
  if (token === null) return null;
  const { world, identity } = setup;
  const outcome = await joinConsole(world, { consoleUrl, token, identity, facts: await setup.facts(), allowHttp });
  const mayPass = outcome.kind === "unreachable" || (outcome.kind === "refused" && outcome.status >= 429);
  if (!mayPass && target.joinToken === token) target.joinToken = null;
  if (outcome.kind === "joined") return outcome.enrolment;
  setup.log(`join: ${outcome.kind}: ${outcome.message}`);
  return null;
}

/** Opens the connection with what is stored; `target` is what the command line or the console's hand-over gave. */
export function openConnection(setup: ConnectionSetup, target: Target): Connection {
  const { stateDir, world } = setup;
  let enrolment = readEnrolment(stateDir);
  let session: PlaneSession | null = null;
  let contact: { serverTimeMs: number; monoMs: number } | null = null;
  let alarm = new AbortController();
  let mustJoin = enrolment === null;

  const adopt = (next: Enrolment): void => {
    enrolment = next;
    session = openSession({ ...setup, enrolment: next });
  };
  const wake = (): void => {
    const rung = alarm;
    alarm = new AbortController();
    rung.abort();
  };
  const moveTo = (consoleUrl: string): void => {
    target.consoleUrl = consoleUrl;
    if (enrolment !== null && enrolment.consoleUrl !== consoleUrl) {
      const moved = { ...enrolment, consoleUrl };
      writeEnrolment(stateDir, moved);
      adopt(moved);
    }
  };
  if (enrolment !== null) adopt(enrolment);
  if (target.consoleUrl !== null) moveTo(target.consoleUrl);

  const join = async (consoleUrl: string): Promise<boolean> => {
    const joined = await joinWithToken(setup, target, consoleUrl);
    if (joined === null) return false;
    mustJoin = false;
    writeEnrolment(stateDir, joined);
    adopt(joined);
    return true;
  };

  return {
    enrolment: () => enrolment,
    call: async (call) => (session === null ? { kind: "unreachable", reason: "not enrolled" } : session.call(call)),
    authorised: async (send) =>
      session === null ? { kind: "unreachable", reason: "not enrolled" } : session.authorised(send),
    serverNowMs: () => (contact === null ? null : contact.serverTimeMs + world.clock.monoMs() - contact.monoMs),
    nudge: () => alarm.signal,
    wake,
    moveTo: (consoleUrl, joinToken) => {
      if (joinToken !== null) target.joinToken = joinToken;
      moveTo(consoleUrl);
      wake();
    },
    ensureJoined: async () => {
      mustJoin = mustJoin && (enrolment === null || target.joinToken !== null);
      if (!mustJoin) return true;
      const consoleUrl = target.consoleUrl ?? enrolment?.consoleUrl ?? null;
      return consoleUrl !== null && join(consoleUrl);
    },
    noteUnknown: () => {
      mustJoin = mustJoin || target.joinToken !== null;
      return mustJoin;
    },
    noteContact: (answer) => {
      contact = { serverTimeMs: answer.serverTimeMs, monoMs: world.clock.monoMs() };
      if (enrolment !== null && JSON.stringify(enrolment.timers) !== JSON.stringify(answer.timers)) {
        enrolment = { ...enrolment, timers: answer.timers };
        writeEnrolment(stateDir, enrolment);
      }
    },
    lastContactMonoMs: () => contact?.monoMs ?? null,
  };
}
