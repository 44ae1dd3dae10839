/** Above this share the engine's decode clock and ours do not tell the same story (A46). */
const TOLERANCE = 0.1;

export type DecodeClocks = {
  /** One completion: decode time by the engine and by us, ms; an engine that reports none is not compared. */
  add(engineMs: number | null, ownMs: number): void;
  read(): ClockReading;
};

export type ClockReading = {
  readonly engineMs: number;
  readonly ownMs: number;
  /** Share of the engine's time by which ours differs, signed; null while there is nothing to compare. */
  readonly difference: number | null;
  readonly isFlagged: boolean;
};

/** A46: keeps both clocks and flags a difference above 10 %. */
export function createDecodeClocks(): DecodeClocks {
  let engineTotalMs = 0;
  let ownTotalMs = 0;
  return {
    add(engineMs, ownMs) {
      if (engineMs === null) return;
      engineTotalMs += engineMs;
      ownTotalMs += ownMs;
    },
    read() {
      const difference = engineTotalMs > 0 ? (ownTotalMs - engineTotalMs) / engineTotalMs : null;
      const isFlagged = difference !== null && Math.abs(difference) > TOLERANCE;
      return { engineMs: engineTotalMs, ownMs: ownTotalMs, difference, isFlagged };
    },
  };
}
