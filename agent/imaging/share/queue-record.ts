import type { ImageTrial } from "../../../core/contract/v1/image-jobs.ts";
import type { EventWriter } from "../../loop/event-writer.ts";
import type { AgentStore } from "../../store/open-store.ts";
import { appendEvent } from "../../store/outbox.ts";
import { bindFile } from "../../store/outbox-files.ts";
import { rememberSharedRun } from "../../store/shared-runs.ts";
import { trialWarnings } from "../records/trial-warnings.ts";
import type { RunPictures } from "./make-pictures.ts";
import type { Shareable } from "./read-shareable.ts";

export interface QueueGround {
  readonly store: AgentStore;
  readonly events: EventWriter;
  /** The console that it is for. */
  readonly serverId: string;
  /** ISO 8601. */
  readonly at: string;
}

const BY_HAND = "share";
const NO_BLOBS = { output: null, before: null, thumb: null };

/** Puts one record into the outbox, its files in the same transaction (JK8); the agent sends both. */
export function queueRecord(record: Shareable, pictures: RunPictures | null, ground: QueueGround): void {
  const { store, events, serverId, at } = ground;
  const trial: ImageTrial =
    record.kind === "run"
      ? { record: record.record, blobs: pictures?.blobs ?? NO_BLOBS, ...trialWarnings(pictures?.warnings ?? []) }
      : record.trial;
  const event = events.imageTrial(trial, { stream: BY_HAND });
  store.transaction(() => {
    appendEvent(store, event);
    for (const file of pictures?.files ?? []) bindFile(store, event.eventId, file);
    if (record.kind === "run" && pictures !== null) {
      rememberSharedRun(store, { serverId, runId: record.record.run_id, eventId: event.eventId, at });
    }
  });
}
