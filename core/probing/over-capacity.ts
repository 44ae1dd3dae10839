import { type Point, slopeLowerBound } from "../measuring/window/slope.ts";
import type { ProbeRequestRecord } from "./probe-record.ts";

/** Requests that were open when each one was sent, itself included; in send order. */
function inFlightAtSend(requests: readonly ProbeRequestRecord[]): Point[] {
  return requests.map(({ t0Us, tSchedUs }) => ({
    x: tSchedUs,
    y: requests.filter((other) => other.t0Us <= t0Us && other.t0Us + other.endUs > t0Us).length,
  }));
}

function ttftPoints(requests: readonly ProbeRequestRecord[], isOpenLoop: boolean): Point[] {
  return requests.flatMap(({ stampsUs, error, tSchedUs, t0Us }) => {
    const firstUs = stampsUs[0];
    if (firstUs === undefined || error !== null) return [];
    return [{ x: tSchedUs, y: firstUs + (isOpenLoop ? t0Us - tSchedUs : 0) }];
  });
}

const rises = (points: readonly Point[]): boolean => (slopeLowerBound(points) ?? 0) > 0;

/** M16: in-flight count and TTFT both rise over the level, by the one-sided 95 % lower bounds of their slopes. */
export function isOverCapacity(measured: readonly ProbeRequestRecord[], isOpenLoop: boolean): boolean {
  return rises(inFlightAtSend(measured)) && rises(ttftPoints(measured, isOpenLoop));
}
