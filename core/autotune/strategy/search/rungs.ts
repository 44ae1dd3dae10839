/** Blocks measured before an elimination, and how many cells enter. */
export interface RungPlan {
  /** At most this many cells, the best ones. */
  cells: number;
  blocks: number;
}

/** Section 10 step 2: up to 9 cells are measured whole; 36 cells plan 36 + 24 + 16 visits (TM13). */
export function planRungs(cells: number): RungPlan[] {
  if (cells === 0) return [];
  if (cells <= 9) return [{ cells, blocks: 3 }];
  return [
    { cells, blocks: 1 },
    { cells: Math.ceil(cells / 3), blocks: 2 },
    { cells: Math.max(2, Math.ceil(cells / 9)), blocks: 4 },
  ];
}
