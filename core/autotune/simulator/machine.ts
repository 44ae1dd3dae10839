import { REAL_COST } from "../plan/strategy-minutes.ts";
import { createGenerator, type Generator } from "../strategy/generator.ts";
import type { Measured } from "../strategy/measured.ts";
import type { VisitOutcome } from "../strategy/search/search-state.ts";
import { type Fault, type FaultClass, outcomeOf } from "./faults.ts";
import type { Surface } from "./surface.ts";

/** Separates a machine's noise from the surface's draw and the strategy's orders. */
const NOISE_STREAM = 0x6e6f6973;
const SAG_REQUESTS = 7;
const DRIFT_COEFFICIENT = 0.9;

export interface MachineLaws {
  surface: Surface;
  /** Noise of one request as a share, 0.05 for 5 %. */
  cv: number;
  /** Speed lost to heat in the long run, as a share. */
  sag: number;
  faults?: readonly Fault[];
  rngKey: number;
}

/** What a machine has spent. */
export interface MachineCost {
  starts: number;
  /** Warm-ups apart. */
  measuredRequests: number;
  warmUps: number;
  seconds: number;
}

/** A made-up Mac that a strategy can only ask: cell in, tps and TTFT out. Times pass on its own clock. */
export interface Machine {
  /** Start, warm-up, one measured volley, stop. */
  visit(cell: number): VisitOutcome;
  /** A start whose volleys are asked for one after the other; the fault, if one befalls the start, comes instead. */
  open(cell: number): { fault: FaultClass | null; volley(): Measured };
  idle(seconds: number): void;
  cost(): MachineCost;
}

/** One request after another through noise, drift and sag. */
function requests({ surface, cv, sag }: MachineLaws, generator: Generator) {
  const driftSd = cv / 2;
  const stepSd = driftSd * Math.sqrt(1 - DRIFT_COEFFICIENT ** 2);
  let drift = driftSd * generator.normal();
  let sent = 0;
  return (cell: number): Measured => {
    sent += 1;
    drift = DRIFT_COEFFICIENT * drift + stepSd * generator.normal();
    const lnSag = Math.log(1 - sag * (1 - Math.exp(-sent / SAG_REQUESTS)));
    const common = drift + lnSag;
    const lnTps = (surface.lnTps[cell] ?? 0) + cv * generator.normal() + common;
    const lnTtft = (surface.lnTtft[cell] ?? 0) + cv * generator.normal() - common;
    return { tps: Math.exp(lnTps), ttftMs: Math.exp(lnTtft) };
  };
}

export function createMachine(laws: MachineLaws): Machine {
  const generator = createGenerator([NOISE_STREAM, laws.rngKey]);
  const request = requests(laws, generator);
  const faults = laws.faults ?? [];
  const cost: MachineCost = { starts: 0, measuredRequests: 0, warmUps: 0, seconds: 0 };
  const open: Machine["open"] = (cell) => {
    cost.starts += 1;
    cost.warmUps += 1;
    cost.seconds += REAL_COST.startS + REAL_COST.requestS;
    request(cell);
    const struck = faults.find((fault) => (fault.cell ?? cell) === cell && generator.unit() < fault.chance);
    return {
      fault: struck?.class ?? null,
      volley: () => {
        cost.measuredRequests += 1;
        cost.seconds += REAL_COST.requestS;
        return request(cell);
      },
    };
  };
  return {
    open,
    visit: (cell) => {
      const { fault, volley } = open(cell);
      const value = volley();
      return fault === null ? { kind: "ok", ...value } : outcomeOf(fault);
    },
    idle: (seconds) => {
      cost.seconds += seconds;
    },
    cost: () => ({ ...cost }),
  };
}
