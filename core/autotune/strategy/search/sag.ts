import type { BlockRecord, SearchState } from "./search-state.ts";

const FLAGGED_BELOW = 0.95;
const REPEATED_BELOW = 0.85;
/** Idle time before a block is repeated, seconds (step 5). */
export const REPEAT_PAUSE_S = 60;

/** The sentinel in one block against the calibration (measurement.md section 3). */
export interface BlockSag {
  rung: number;
  block: number;
  version: 1 | 2;
  /** Null when the sentinel has no value there, or was not calibrated. */
  ratio: number | null;
  isFlagged: boolean;
}

const sentinelTps = ({ targets }: SearchState, { values }: BlockRecord): number | null =>
  values[targets.sentinel]?.tps ?? null;

/** TM16: the machine's own thermal reading has no say. */
export function sagOf(state: SearchState): BlockSag[] {
  return state.blocks.map((record) => {
    const tps = sentinelTps(state, record);
    const ratio = tps === null || state.calibration === null ? null : tps / state.calibration.referenceTps;
    const { rung, block, version } = record;
    return { rung, block, version, ratio, isFlagged: ratio !== null && ratio < FLAGGED_BELOW };
  });
}

/** Whether the block just finished has to be repeated: the second or later of its rung, none repeated there before. */
export function hasSentinelFallen(state: SearchState): boolean {
  const last = state.blocks.at(-1);
  const previous = state.blocks.at(-2);
  if (last === undefined || previous === undefined || last.version === 2 || last.rung !== previous.rung) return false;
  if (state.blocks.some(({ rung, version }) => rung === last.rung && version === 2)) return false;
  const [now, before] = [sentinelTps(state, last), sentinelTps(state, previous)];
  return now !== null && before !== null && now < REPEATED_BELOW * before;
}
