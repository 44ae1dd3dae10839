/** Limits a request must keep all at once to count as good; the time to its end is not limited (M section 3). */
export interface SloSet {
  name: "interactive" | "fast";
  ttftMs: number;
  tpotMs: number;
}

/** M section 3: what a person waits for gladly, and what feels instant. */
export const SLO_SETS: readonly SloSet[] = [
  { name: "interactive", ttftMs: 2000, tpotMs: 100 },
  { name: "fast", ttftMs: 500, tpotMs: 30 },
];
