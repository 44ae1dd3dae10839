import { homedir } from "node:os";
import type { z } from "zod";
import { uploadBody } from "../../core/autotune/report/upload-text.ts";
import { uuidV7 } from "../../core/canonical/uuid-v7.ts";
import { EVENT_BODIES, type KnownEventType } from "../../core/contract/v1/events.ts";
import { ImageTrial } from "../../core/contract/v1/image-jobs.ts";
import type { AgentStore } from "../store/open-store.ts";
import { appendEvent, type OutboxDraft } from "../store/outbox.ts";
import { makeQuietWindow, type QuietWindow } from "./job/quiet-window.ts";
import type { World } from "./world.ts";

/** Which job an event is about; the agent's own events have none. */
export interface EventSubject {
  job: string;
  fence: string;
}

/** What was made by hand has no job but a stream of its own (JK8). */
type EventPlace = EventSubject | { stream: string };

/** Makes outbox events of this process and wakes the uploader once they are committed. */
export interface EventWriter {
  make<T extends KnownEventType>(type: T, body: z.input<(typeof EVENT_BODIES)[T]>, subject?: EventPlace): OutboxDraft;
  /** The result of an image job or of what a Mac shares, whose record passes through no key mapping (JK8). Throws ZodError. */
  imageTrial(trial: ImageTrial, subject: EventPlace): OutboxDraft;
  append<T extends KnownEventType>(type: T, body: z.input<(typeof EVENT_BODIES)[T]>, subject?: EventPlace): void;
  /** Calls `listener` when something was written; one listener. */
  onWritten(listener: () => void): void;
  wake(): void;
  /** M5: held while a run measures; the uploader and the run's own inlet wait for its end. */
  readonly quiet: QuietWindow;
}

function placeOf(subject: EventPlace | undefined): Pick<OutboxDraft, "stream" | "job" | "fence"> {
  if (subject === undefined) return { stream: "agent" };
  return "stream" in subject ? subject : { stream: `job:${subject.job}`, ...subject };
}

/** Events of a job run in a stream of their own, the agent's in `agent`; none names this Mac's home folder (B127). */
export function makeEventWriter(store: AgentStore, world: World, bootId: string): EventWriter {
  let wake = (): void => undefined;
  const home = homedir();
  const draft = (type: string, body: unknown, subject?: EventPlace): OutboxDraft => {
    const wallMs = world.clock.wallMs();
    return {
      eventId: uuidV7(wallMs, world.bytes(10)),
      ...placeOf(subject),
      type,
      body,
      atWall: new Date(wallMs).toISOString(),
      atMonoMs: world.clock.monoMs(),
      bootId,
    };
  };
  const make: EventWriter["make"] = (type, body, subject) => {
    const schema: z.ZodType = EVENT_BODIES[type];
    return draft(type, uploadBody(type, schema.parse(body), home), subject);
  };
  return {
    make,
    imageTrial: (trial, subject) => draft("job.trial", ImageTrial.parse(trial), subject),
    append: (type, body, subject) => {
      appendEvent(store, make(type, body, subject));
      wake();
    },
    onWritten: (listener) => {
      wake = listener;
    },
    wake: () => wake(),
    quiet: makeQuietWindow(),
  };
}
