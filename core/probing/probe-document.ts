import { z } from "zod";
import { encodeWire } from "../contract/v1/wire.ts";
import { readTimed } from "../measuring/window/window.ts";
import { LevelSummary } from "./level-summary.ts";
import {
  type ProbeEnd,
  ProbeExit,
  ProbeMachine,
  ProbeProvider,
  ProbeRequestRecord,
  type ProbeStart,
} from "./probe-record.ts";

const Metrics = z.strictObject({
  ttftMs: z.number(),
  ttfoMs: z.number().nullable(),
  e2eMs: z.number(),
  tpotMs: z.number().nullable(),
  nOut: z.int(),
  k1: z.int(),
  clientQueueMs: z.number(),
});
const DocumentRequest = z.strictObject({
  requestId: z.string(),
  ...ProbeRequestRecord.shape,
  /** Null for the warm-up and for a failed request, never 0. */
  metrics: Metrics.nullable(),
});
/** What `espalier probe --json` prints; keys are only ever added. */
const ProbeDocument = z.strictObject({
  probeId: z.uuid(),
  profile: z.string(),
  purpose: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  exitReason: ProbeExit,
  message: z.string().nullable(),
  machine: ProbeMachine,
  provider: ProbeProvider,
  levels: z.array(LevelSummary.extend({ requests: z.array(DocumentRequest) })),
});

export interface DocumentSource {
  start: ProbeStart;
  end: ProbeEnd;
  levels: readonly { summary: LevelSummary; requests: readonly ProbeRequestRecord[] }[];
}

function metricsOf(request: ProbeRequestRecord, summary: LevelSummary): z.infer<typeof Metrics> | null {
  if (request.isWarmUp || summary.method === null) return null;
  const isOpenLoop = summary.plan.load.kind === "open";
  const read = readTimed(request, { method: summary.method, isOpenLoop });
  if (read === null) return null;
  const { ttftMs, ttfoMs, e2eMs, tpotMs, nOut, k1, clientQueueMs } = read;
  return { ttftMs, ttfoMs, e2eMs, tpotMs, nOut, k1, clientQueueMs };
}

/** One JSON object with `snake_case` keys: every summary and the raw requests behind it. */
export function probeDocument({ start, end, levels }: DocumentSource): unknown {
  return encodeWire(ProbeDocument, {
    probeId: start.probeId,
    profile: start.profile,
    purpose: start.purpose,
    startedAt: start.startedAt,
    endedAt: end.endedAt,
    exitReason: end.exitReason,
    message: end.message,
    machine: start.machine,
    provider: start.provider,
    levels: levels.map(({ summary, requests }) => ({
      ...summary,
      requests: requests.map((request) => ({
        ...request,
        requestId: `${start.probeId}/${summary.level}/${request.position}`,
        metrics: metricsOf(request, summary),
      })),
    })),
  });
}
