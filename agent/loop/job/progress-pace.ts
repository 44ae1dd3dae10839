import type { TuneProgress } from "../../../core/contract/v1/events.ts";
import type { World } from "../world.ts";

const PACE_MS = 5000;

/** At most one progress event per 5 s, phase changes always; the newest is kept for renew (MS3, B124). */
export interface ProgressPace {
  push(progress: TuneProgress): void;
  newest(): TuneProgress | null;
  close(): void;
}

/** Hands on what the pace allows; the newest held back follows once its time has come. */
export function paceProgress(world: World, emit: (progress: TuneProgress) => void): ProgressPace {
  const end = new AbortController();
  let newest: TuneProgress | null = null;
  let sent: TuneProgress | null = null;
  let sentAtMs = Number.NEGATIVE_INFINITY;
  let isWaiting = false;

  const send = (progress: TuneProgress): void => {
    sent = progress;
    sentAtMs = world.clock.monoMs();
    emit(progress);
  };
  const sendLater = async (): Promise<void> => {
    isWaiting = true;
    await world.wait(sentAtMs + PACE_MS - world.clock.monoMs(), end.signal);
    isWaiting = false;
    if (!end.signal.aborted && newest !== null && newest !== sent) send(newest);
  };
  return {
    push: (progress) => {
      if (end.signal.aborted) return;
      newest = progress;
      const isDue = world.clock.monoMs() - sentAtMs >= PACE_MS;
      if (isDue || sent?.phase !== progress.phase) send(progress);
      else if (!isWaiting) void sendLater();
    },
    newest: () => newest,
    close: () => end.abort(),
  };
}
