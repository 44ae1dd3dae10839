import type { Connection } from "./connection-text.ts";
import type { Pointer } from "./feed-targets.ts";
import { reconnectDelayMs } from "./reconnect-delay.ts";

/** What one open stream reports. */
export interface StreamHandlers {
  onStarted: () => void;
  onPointer: (id: string, pointer: Pointer) => void;
  onInterrupted: () => void;
  onFailed: () => void;
}

interface LiveOptions {
  /** Opens a stream after the given id; returns the way to close it. */
  open: (lastEventId: string | null, handlers: StreamHandlers) => () => void;
  onPointer: (pointer: Pointer) => void;
  onConnection: (connection: Connection) => void;
  nowMs: () => number;
  after: (delayMs: number, run: () => void) => () => void;
}

export interface LiveController {
  /** H-23: a hidden tab closes its stream and resumes by id when it is shown. */
  setShown(isShown: boolean): void;
  stop(): void;
}

const RESET: Pointer = { topic: "reset", subject: "", kind: "reset" };

/** Keeps one stream open while the tab is shown; resumes from the last id it saw (H-21). */
export function createLiveController(options: LiveOptions): LiveController {
  let lastEventId: string | null = null;
  let close: (() => void) | null = null;
  let cancelRetry: (() => void) | null = null;
  let attempt = 0;
  let lastLiveMs: number | null = null;
  let lostSinceMs: number | null = null;

  const lose = () => {
    lostSinceMs ??= options.nowMs();
    options.onConnection({ kind: "lost", sinceMs: lostSinceMs, lastLiveMs });
  };
  const start = () => {
    close = options.open(lastEventId, {
      onStarted: () => {
        // Without an id the stream starts now: what changed between the page's reading and now is read again.
        if (lastEventId === null) options.onPointer(RESET);
        attempt = 0;
        lostSinceMs = null;
        lastLiveMs = options.nowMs();
        options.onConnection({ kind: "live" });
      },
      onPointer: (id, pointer) => {
        lastEventId = id;
        lastLiveMs = options.nowMs();
        options.onPointer(pointer);
      },
      onInterrupted: () => {
        if (lastLiveMs !== null) lose();
      },
      onFailed: () => {
        close = null;
        lose();
        cancelRetry = options.after(reconnectDelayMs(attempt++), start);
      },
    });
  };
  const stop = () => {
    cancelRetry?.();
    cancelRetry = null;
    close?.();
    close = null;
  };

  return {
    setShown(isShown) {
      stop();
      attempt = 0;
      lostSinceMs = null;
      if (isShown) start();
      options.onConnection({ kind: isShown ? "connecting" : "paused" });
    },
    stop,
  };
}
