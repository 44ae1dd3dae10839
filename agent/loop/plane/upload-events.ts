import { type AgentEvent, BODY_MISSING } from "../../../core/contract/v1/events.ts";
import { EventsAnswer, EventsRequest } from "../../../core/contract/v1/messages.ts";
import { retryDelayMs } from "../../../core/leases/retry.ts";
import type { AgentStore } from "../../store/open-store.ts";
import { bodyText, closeGap, pendingEvents } from "../../store/outbox.ts";
import type { EventWriter } from "../event-writer.ts";
import type { World } from "../world.ts";
import { uploadBytesOnce } from "./blobs/upload-blob.ts";
import type { PlaneResult } from "./plane-client.ts";
import type { PlaneLink } from "./plane-link.ts";
import { cutAtFiles, forgetWithFiles, uploadFiles } from "./upload-files.ts";

export interface UploadSetup {
  store: AgentStore;
  world: World;
  plane: PlaneLink;
  events: EventWriter;
  outboxId: string;
  log(line: string): void;
  /** Puts into the outbox what other processes of this Mac left to report; called before each batch, once enrolled. */
  gather?(): Promise<unknown>;
}

const CALL_TIMEOUT_MS = 30_000;

export type UploadStep =
  | { kind: "empty" }
  | { kind: "sent"; named: number }
  | { kind: "failed"; retryAfterMs: number | null; isTooLarge: boolean };

function failedBy(setup: UploadSetup, what: string, result: Exclude<PlaneResult<unknown>, { kind: "ok" }>): UploadStep {
  if (result.kind === "unreachable") return { kind: "failed", retryAfterMs: null, isTooLarge: false };
  setup.log(`${what}: ${result.code}: ${result.message}`);
  return { kind: "failed", retryAfterMs: result.retryAfterMs, isTooLarge: result.status === 413 };
}

/** BL4: the console has a body's blob before it hears of the event that names it; what it has already is not sent again. */
async function uploadBodies(
  { store, world, plane }: UploadSetup,
  batch: AgentEvent[],
  signal: AbortSignal | undefined,
): Promise<PlaneResult<null>> {
  for (const { eventId, bodyBlob } of batch) {
    const bytes = bodyBlob === undefined ? null : bodyText(store, eventId);
    if (bodyBlob === undefined || bytes === null) continue;
    const sent = await uploadBytesOnce({ world, plane }, { blake3: bodyBlob, bytes, signal });
    if (sent.kind !== "ok") return sent;
  }
  return { kind: "ok", value: null };
}

/**
 * Sends one batch, the blobs of its bodies first, and deletes what the console named (INV-10); a gap the console sees
 * is closed (INV-8), and an event whose blob it no longer has stays (BL4).
 */
export async function uploadOnce(
  setup: UploadSetup,
  limits: { maxEvents: number; signal?: AbortSignal },
): Promise<UploadStep> {
  const { store, plane, events } = setup;
  const batch = cutAtFiles(setup, pendingEvents(store).slice(0, limits.maxEvents));
  if (batch.length === 0) return { kind: "empty" };
  const bodies = await uploadBodies(setup, batch, limits.signal);
  if (bodies.kind !== "ok") return failedBy(setup, "an event's body", bodies);
  const files = await uploadFiles(setup, batch, limits.signal);
  if (files.kind !== "ok") return failedBy(setup, "an event's file", files);
  const result = await plane.call({
    path: "events",
    request: EventsRequest,
    answer: EventsAnswer,
    body: { outboxId: setup.outboxId, events: batch },
    timeoutMs: CALL_TIMEOUT_MS,
    signal: limits.signal,
  });
  if (result.kind !== "ok") return failedBy(setup, "events", result);
  const { stored, duplicate, refused, nextSeq } = result.value;
  for (const refusal of refused) setup.log(`event ${refusal.id} was refused: ${refusal.code}`);
  const final = refused.filter(({ code }) => code !== BODY_MISSING);
  const named = [...stored, ...duplicate, ...final.map(({ id }) => id)];
  await forgetWithFiles(store, named);
  for (const wanted of nextSeq) {
    closeGap(store, wanted, events.make("outbox.dropped", { stream: wanted.stream, from: wanted.seq, to: wanted.seq }));
  }
  return { kind: "sent", named: named.length };
}

/** Uploads the outbox until `end`: at once when something was written, with jitter after a failure (TR8). There is no give-up (OB2). */
export async function uploadEvents(setup: UploadSetup, end: AbortSignal): Promise<void> {
  const { world, plane, events } = setup;
  let written = new AbortController();
  events.onWritten(() => written.abort());
  let failures = 0;
  let maxEvents = 200;
  while (!end.aborted) {
    await events.quiet.over(end);
    written = new AbortController();
    if (plane.enrolment() !== null) await setup.gather?.();
    const step = await uploadOnce(setup, { maxEvents, signal: end });
    if (step.kind === "empty") {
      failures = 0;
      await world.wait(60_000, AbortSignal.any([end, written.signal, plane.nudge()]));
    } else if (step.kind === "sent" && step.named > 0) {
      failures = 0;
      maxEvents = 200;
    } else {
      if (step.kind === "failed" && step.isTooLarge) maxEvents = Math.max(1, Math.floor(maxEvents / 4));
      const retryAfterMs = step.kind === "failed" ? (step.retryAfterMs ?? 0) : 0;
      const delayMs = retryDelayMs({ failures, random: world.random(), retryAfterMs });
      failures += 1;
      await world.wait(delayMs, AbortSignal.any([end, plane.nudge()]));
    }
  }
}
