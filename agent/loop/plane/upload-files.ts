import { rm } from "node:fs/promises";
import type { AgentEvent } from "../../../core/contract/v1/events.ts";
import type { AgentStore } from "../../store/open-store.ts";
import { forgetEvents } from "../../store/outbox.ts";
import { filesOf, unbindFiles } from "../../store/outbox-files.ts";
import { forgetSharedRun } from "../../store/shared-runs.ts";
import type { World } from "../world.ts";
import { isFinal } from "./blob-client.ts";
import { uploadFileOnce } from "./blobs/upload-blob.ts";
import type { PlaneResult } from "./plane-client.ts";
import type { PlaneLink } from "./plane-link.ts";

interface FileSetup {
  readonly store: AgentStore;
  readonly world: World;
  readonly plane: PlaneLink;
  log(line: string): void;
}

const DONE: PlaneResult<null> = { kind: "ok", value: null };

/** Events before the first that brings files, else that one alone: pictures must not hold up the results of jobs. */
export function cutAtFiles(setup: Pick<FileSetup, "store">, batch: readonly AgentEvent[]): AgentEvent[] {
  const first = batch.findIndex(({ eventId }) => filesOf(setup.store, eventId).length > 0);
  return first === -1 ? [...batch] : batch.slice(0, Math.max(first, 1));
}

/** INV-22: the console has the files of an event before the event. One it refuses for good, or that is gone, is left out: the console then keeps the record alone, until a later share brings it (IM46). */
export async function uploadFiles(
  { store, world, plane, log }: FileSetup,
  batch: readonly AgentEvent[],
  signal: AbortSignal | undefined,
): Promise<PlaneResult<null>> {
  for (const { eventId } of batch) {
    for (const { blake3, path: file } of filesOf(store, eventId)) {
      const sent = await uploadFileOnce({ world, plane }, { file, blake3, signal }).catch(unreadable);
      if (typeof sent !== "string" && sent.kind === "ok") continue;
      if (typeof sent === "string") log(`${file} is left out: ${sent}`);
      else if (sent.kind === "refused" && isFinal(sent)) log(`${file} was refused: ${sent.code}: ${sent.message}`);
      else return sent;
      forgetSharedRun(store, eventId);
    }
  }
  return DONE;
}

/** What this machine's disk says against a file; one that cannot be read must not hold up the events behind it. */
const UNREADABLE: readonly unknown[] = ["ENOENT", "EACCES", "EPERM", "EISDIR", "EIO"];

function unreadable(failure: unknown): string {
  if (failure instanceof Error && "code" in failure && UNREADABLE.includes(failure.code)) return failure.message;
  throw failure;
}

/** Deletes acknowledged events, and their files where no other event needs them (INV-10). */
export async function forgetWithFiles(store: AgentStore, eventIds: readonly string[]): Promise<void> {
  const free = store.transaction(() => {
    forgetEvents(store, eventIds);
    return unbindFiles(store, eventIds);
  });
  // The events are forgotten already: a copy that stays on the disk is no reason to stop.
  for (const path of free) await rm(path, { force: true }).catch(() => undefined);
}
