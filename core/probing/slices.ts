import type { ProbeLevel, ProbeRequestRecord, ProbeSlice } from "./probe-record.ts";

/** Below the 64 KiB of an event with room for the level itself and for longer keys on the wire. */
const SLICE_CHARACTERS = 44_000;
const SLICE_REQUESTS = 500;

/** A level's requests in as many slices as events need, in order; a level without requests is one empty slice (protocol section 5). */
export function sliceLevel(probeId: string, level: ProbeLevel, requests: readonly ProbeRequestRecord[]): ProbeSlice[] {
  const slices: ProbeSlice[] = [];
  let gathered: ProbeRequestRecord[] = [];
  let characters = 0;
  for (const request of requests) {
    const size = JSON.stringify(request).length;
    if (gathered.length > 0 && (characters + size > SLICE_CHARACTERS || gathered.length >= SLICE_REQUESTS)) {
      slices.push({ probeId, level, requests: gathered });
      gathered = [];
      characters = 0;
    }
    gathered.push(request);
    characters += size;
  }
  return gathered.length > 0 || slices.length === 0 ? [...slices, { probeId, level, requests: gathered }] : slices;
}
