import type { ProbeSlice } from "../../core/probing/probe-record.ts";
import type { EventSubject, EventWriter } from "../loop/event-writer.ts";
import type { AgentStore } from "../store/open-store.ts";
import { finishProbe, insertLevel, insertProbe, retainProbes } from "../store/probe-rows.ts";
import type { ProbeSink } from "./probe-sink.ts";

export interface StoreSinkSetup {
  readonly store: AgentStore;
  /** Null where this Mac is not enrolled: the rows stay here. */
  readonly events: EventWriter | null;
  /** Which job asked; null by hand. */
  readonly subject: EventSubject | null;
}

const RETAINED = 200;

/** Rows and their events go into `agent.db` in one transaction each, before anything is uploaded (M17, ID5). */
export function storeSink({ store, events, subject }: StoreSinkSetup): ProbeSink {
  const placeOf = (probeId: string) => subject ?? { stream: `probe:${probeId}` };
  return {
    start: async (start) => {
      const of = placeOf(start.probeId);
      const event = events === null ? null : () => events.make("probe.started", { probe: start }, of);
      insertProbe(store, { start, jobId: subject?.job ?? null }, event);
      retainProbes(store, RETAINED);
    },
    level: async (slices) => {
      const eventOf = (slice: ProbeSlice, writer: EventWriter) =>
        writer.make("probe.level", { slice }, placeOf(slice.probeId));
      insertLevel(store, slices, events === null ? null : (slice) => eventOf(slice, events));
    },
    finish: async (end) => {
      const of = placeOf(end.probeId);
      finishProbe(store, end, events === null ? null : () => events.make("probe.finished", { end }, of));
    },
  };
}
