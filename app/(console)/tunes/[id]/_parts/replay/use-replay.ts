"use client";
import { parseAsFloat, useQueryState } from "nuqs";
import { useEffect, useMemo, useState } from "react";
import { isOpen } from "../../../../../_words/tune-outcome.ts";
import type { TuneDetail } from "../tune-detail.ts";
import { type Moment, nextFailureStop, replayLength, replayStops, stateAt } from "./state-at.ts";

/** How much faster than it happened. */
export const SPEEDS = [1, 4, 15, 60] as const;
type Speed = (typeof SPEEDS)[number];

export interface Replay {
  /** Null while the page shows the run as it is stored. */
  moment: Moment | null;
  ms: number;
  lengthMs: number;
  isPlaying: boolean;
  speed: Speed;
  setSpeed: (speed: Speed) => void;
  /** Starts from here, or from the beginning at the end; stops where it plays. */
  toggle: () => void;
  seek: (ms: number) => void;
  /** To the row before or after. */
  step: (direction: -1 | 1) => void;
  /** To the moment of the next failure; false when there is none. */
  toFailure: () => boolean;
  leave: () => void;
}

const TICK_MS = 100;
/** The address holds tenths of a second, rounded up, so that a stop is not missed by a fraction. */
const inAddress = (ms: number): number => Math.ceil(ms / 100) / 10;

/** The slowest speed at which the whole run takes no more than about 45 s to watch. */
function fittingSpeed(lengthMs: number): Speed {
  return SPEEDS.find((speed) => lengthMs / speed <= 45_000) ?? 60;
}

/** E3: the finished run played on its live screen; the moment it stands at is in the address. Null while it runs. */
export function useReplay(detail: TuneDetail | undefined): Replay | null {
  const [at, setAt] = useQueryState("at", parseAsFloat);
  const [playingMs, setPlayingMs] = useState<number | null>(null);
  const [chosenSpeed, setSpeed] = useState<Speed | null>(null);
  const isPlaying = playingMs !== null;
  const lengthMs = useMemo(() => (detail === undefined ? 0 : replayLength(detail)), [detail]);
  const stops = useMemo(() => (detail === undefined ? [] : replayStops(detail)), [detail]);
  const speed = chosenSpeed ?? fittingSpeed(lengthMs);
  const isOn = isPlaying || at !== null;
  const ms = Math.min(lengthMs, playingMs ?? Math.max(0, (at ?? 0) * 1000));
  // Nothing changes between two stops, so nothing is computed or drawn again there.
  const stop = stops.findLast((candidate) => candidate <= ms) ?? 0;
  const moment = useMemo(() => (detail === undefined || !isOn ? null : stateAt(detail, stop)), [detail, isOn, stop]);

  const rest = (to: number) => {
    setPlayingMs(null);
    void setAt(inAddress(Math.max(0, Math.min(lengthMs, to))));
  };
  // The passing of time is outside React; it stops at the end.
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setInterval(() => setPlayingMs((now) => (now === null ? now : now + TICK_MS * speed)), TICK_MS);
    return () => clearInterval(timer);
  }, [isPlaying, speed]);
  // The address is outside React; at the end it says where the replay rests.
  useEffect(() => {
    if (playingMs === null || playingMs < lengthMs) return;
    setPlayingMs(null);
    void setAt(inAddress(lengthMs));
  }, [playingMs, lengthMs, setAt]);

  if (detail === undefined || isOpen(detail.summary.state) || detail.summary.startedAt === null || stops.length < 3) {
    return null;
  }
  return {
    moment,
    ms: isOn ? ms : lengthMs,
    lengthMs,
    isPlaying,
    speed,
    setSpeed,
    toggle: () => (isPlaying ? rest(ms) : setPlayingMs(isOn && ms < lengthMs ? ms : 0)),
    seek: rest,
    step: (direction) => {
      const next = direction === 1 ? stops.find((one) => one > ms + 1) : stops.findLast((one) => one < ms - 101);
      rest(next ?? (direction === 1 ? lengthMs : 0));
    },
    toFailure: () => {
      const next = nextFailureStop(detail, ms);
      if (next !== null) rest(next);
      return next !== null;
    },
    leave: () => {
      setPlayingMs(null);
      void setAt(null);
    },
  };
}
