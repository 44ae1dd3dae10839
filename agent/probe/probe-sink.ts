import type { ProbeEnd, ProbeSlice, ProbeStart } from "../../core/probing/probe-record.ts";

/** Where a probe leaves its rows. Every promise resolves after the commit, and the probe goes on only then (INV-11). */
export interface ProbeSink {
  start(start: ProbeStart): Promise<void>;
  level(slices: readonly ProbeSlice[]): Promise<void>;
  finish(end: ProbeEnd): Promise<void>;
}
