/** Wall time for labels, monotonic time for durations; wall time is never subtracted (M1, CK2). */
export interface Clock {
  /** Milliseconds since the epoch. */
  wallMs(): number;
  /** Milliseconds since an arbitrary point, unaffected by clock changes. */
  monoMs(): number;
}

/** The machine's own clock; everything below the commands receives it as an argument. */
export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monoMs: () => Number(process.hrtime.bigint() / 1000n) / 1000,
};
