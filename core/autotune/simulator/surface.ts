import type { KnobSettings } from "../../serving/knobs.ts";
import type { Generator } from "../strategy/generator.ts";

/** The two sizes of measurement.md section 12. */
export type SurfaceSize = 6 | 36;

/** A made-up machine's truth: what each cell would give without noise, sag or faults. */
export interface Surface {
  cells: readonly KnobSettings[];
  /** Natural logarithms of tokens per second and of milliseconds, by cell index. */
  lnTps: readonly number[];
  lnTtft: readonly number[];
}

const KV_LEVELS = [null, 4, 8] as const;
const AXES = {
  6: { batches: [1, 2], contexts: [2000] },
  36: { batches: [1, 2, 4, 8], contexts: [2000, 4000, 8000] },
} as const;

const LN_BASE_TPS = Math.log(20);
const LN_BASE_TTFT = Math.log(4000);

interface Level {
  lnTps: number;
  lnTtft: number;
}

function kvLevel(generator: Generator): Level {
  return { lnTps: 0.05 * generator.normal(), lnTtft: 0.05 * generator.normal() };
}

function contextLevel(generator: Generator, level: number): Level {
  return { lnTps: 0.02 * generator.normal(), lnTtft: 0.03 * level };
}

/** Section 12's laws, in nesting order of a grid: kv outermost, context innermost. */
export function drawSurface(size: SurfaceSize, generator: Generator): Surface {
  const { batches, contexts } = AXES[size];
  const gain = 0.2 * generator.unit();
  const kv = KV_LEVELS.map(() => kvLevel(generator));
  const batch = batches.map((_, level) => ({ lnTps: (gain * level) / (batches.length - 1), lnTtft: 0.15 * level }));
  const context = contexts.map((_, level) => contextLevel(generator, level));
  const drawn = KV_LEVELS.flatMap((kvBits, i) =>
    batches.flatMap((maxBatch, j) =>
      contexts.map((maxContext, k) => {
        const levels = [kv[i], batch[j], context[k]].flatMap((level) => level ?? []);
        return {
          knobs: { kvBits, maxBatch, maxContext },
          lnTps: levels.reduce((sum, { lnTps }) => sum + lnTps, LN_BASE_TPS) + 0.02 * generator.normal(),
          lnTtft: levels.reduce((sum, { lnTtft }) => sum + lnTtft, LN_BASE_TTFT),
        };
      }),
    ),
  );
  return {
    cells: drawn.map(({ knobs }) => knobs),
    lnTps: drawn.map(({ lnTps }) => lnTps),
    lnTtft: drawn.map(({ lnTtft }) => lnTtft),
  };
}

/** Section 12: true tps at least `(1 - eps)` of the true maximum. */
export function isInsideBand(surface: Surface, cell: number, tieEpsilon: number): boolean {
  const own = surface.lnTps[cell];
  return own !== undefined && own >= Math.max(...surface.lnTps) + Math.log(1 - tieEpsilon);
}
