import type { Measured } from "../measured.ts";

/** What the choice reads of one block: a value for each target that has one. */
interface MeasuredBlock {
  rung: number;
  block: number;
  values: readonly (Measured | null)[];
}

/** One target's values over the blocks it shares with the others it is compared with. */
export interface CellSeries {
  /** Target index. */
  index: number;
  /** ln tokens per second. */
  x: readonly number[];
  lnTtft: readonly number[];
}

/** The blocks that count: of a repeated one the second version (step 5). */
export function lastVersions<Block extends MeasuredBlock>(blocks: readonly Block[]): Block[] {
  return blocks.filter((record, at) => {
    const next = blocks[at + 1];
    return next === undefined || next.rung !== record.rung || next.block !== record.block;
  });
}

/** The blocks in which every one of these targets has a value. */
export function commonSeries(blocks: readonly MeasuredBlock[], indexes: readonly number[]): CellSeries[] {
  const common = blocks.filter(({ values }) => indexes.every((index) => values[index] != null));
  return indexes.map((index) => {
    const measured = common.flatMap(({ values }) => values[index] ?? []);
    return {
      index,
      x: measured.map(({ tps }) => Math.log(tps)),
      lnTtft: measured.map(({ ttftMs }) => Math.log(ttftMs)),
    };
  });
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
