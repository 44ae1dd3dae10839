import { type Point, slopeLowerBound } from "../measuring/window/slope.ts";
import type { ProbeRequestRecord } from "./probe-record.ts";
import type { LoadShape } from "./profile.ts";

/** Requests that were open when each one was sent, itself included; in send order. */
function inFlightAtSend(requests: readonly ProbeRequestRecord[]): Point[] {
  return requests.map(({ t0Us, tSchedUs }) => ({
    x: tSchedUs,
    y: requests.filter((other) => other.t0Us <= t0Us && other.t0Us + other.endUs > t0Us).length,
  }));
}

/** TTFT from the planned send time (M15). */
function ttftPoints(requests: readonly ProbeRequestRecord[]): Point[] {
  return requests.flatMap(({ stampsUs, error, tSchedUs, t0Us }) => {
    const firstUs = stampsUs[0];
    return firstUs === undefined || error !== null ? [] : [{ x: tSchedUs, y: firstUs + t0Us - tSchedUs }];
  });
}

const rises = (points: readonly Point[]): boolean => (slopeLowerBound(points) ?? 0) > 0;

/**
 * M16: in-flight count and TTFT both rise over the level, by the one-sided 95 % lower bounds of their slopes.
 * A closed loop's in-flight count is its concurrency from the first turn to the last, so it never rises.
 */
export function isOverCapacity(measured: readonly ProbeRequestRecord[], load: LoadShape): boolean {
  return load.kind === "open" && rises(inFlightAtSend(measured)) && rises(ttftPoints(measured));
}
