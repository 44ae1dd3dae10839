import type { VisitOutcome } from "../strategy/search/search-state.ts";

/** Section 5's classes, with the two that B116 and B117 name and the read-back of M18. */
const FAULT_OUTCOMES = {
  connect: { kind: "infeasible", reason: "request error: connection refused" },
  http_413: { kind: "infeasible", reason: "HTTP 413" },
  http_429: { kind: "infeasible", reason: "HTTP 429" },
  http_503: { kind: "infeasible", reason: "HTTP 503" },
  stream_error: { kind: "infeasible", reason: "request error: error event in the stream" },
  truncated: { kind: "infeasible", reason: "request error: stream ended without a finish" },
  idle_timeout: { kind: "infeasible", reason: "idle timeout after 300 s" },
  no_content: { kind: "infeasible", reason: "produced no content" },
  leak: { kind: "infeasible", reason: "stop-token leak: <|im_end|>" },
  nonfinite: { kind: "infeasible", reason: "measured value not finite" },
  provider_exited: { kind: "infeasible", reason: "provider exited during measurement rc=137: killed" },
  memory_pressure: { kind: "infeasible", reason: "memory pressure critical" },
  effective_differs: { kind: "infeasible", reason: "effective differs: max_batch requested 2, effective 1" },
  cancelled: { kind: "invalid", reason: "cancelled" },
  lagging: { kind: "invalid", reason: "lagging" },
  power_changed: { kind: "invalid", reason: "power_changed" },
  prefix_cached: { kind: "invalid", reason: "prefix_cached" },
  slept: { kind: "invalid", reason: "slept" },
} as const satisfies Record<string, VisitOutcome>;

export type FaultClass = keyof typeof FAULT_OUTCOMES;

/** When a simulated visit goes wrong. */
export interface Fault {
  class: FaultClass;
  /** Cell index; every cell when absent. */
  cell?: number;
  /** Of a visit, 0 to 1. */
  chance: number;
}

export function outcomeOf(fault: FaultClass): VisitOutcome {
  return FAULT_OUTCOMES[fault];
}
