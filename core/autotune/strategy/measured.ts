/** One value of a visit, a volley's as a whole: tokens per second and milliseconds. */
export interface Measured {
  tps: number;
  ttftMs: number;
}
