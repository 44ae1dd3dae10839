import type { Measured } from "../measured.ts";
import { lastVersions, meanOf } from "./block-table.ts";

interface SpreadBlock {
  rung: number;
  block: number;
  values: readonly (Measured | null)[];
}

interface SumOfSquares {
  squares: number;
  degrees: number;
}

/** What is left of a whole table of ln tps, targets by blocks, once row and column means are gone. */
function residual(rows: readonly (readonly number[])[]): SumOfSquares {
  const blocks = rows[0]?.length ?? 0;
  if (rows.length < 2 || blocks < 2) return { squares: 0, degrees: 0 };
  const rowMeans = rows.map(meanOf);
  const blockMeans = Array.from({ length: blocks }, (_, block) => meanOf(rows.map((row) => row[block] ?? 0)));
  const grand = meanOf(rowMeans);
  const squares = rows.reduce(
    (sum, row, at) =>
      sum + row.reduce((part, x, block) => part + (x - (rowMeans[at] ?? 0) - (blockMeans[block] ?? 0) + grand) ** 2, 0),
    0,
  );
  return { squares, degrees: (rows.length - 1) * (blocks - 1) };
}

/**
 * Run CV (measurement.md section 3): sd of ln tps after removing cell and block means, pooled over the rungs. Each rung is
 * taken by itself, because who enters it was chosen by the rung before. Null when no rung has two blocks.
 */
export function runCv(blocks: readonly SpreadBlock[]): number | null {
  const final = lastVersions(blocks);
  const pooled = [...new Set(final.map(({ rung }) => rung))].reduce<SumOfSquares>(
    (sum, rung) => {
      const own = final.filter((record) => record.rung === rung);
      const targets = own[0]?.values.length ?? 0;
      const rows = Array.from({ length: targets }, (_, target) =>
        own.flatMap(({ values }) => {
          const value = values[target] ?? null;
          return value === null ? [] : [Math.log(value.tps)];
        }),
      ).filter((row) => row.length === own.length);
      const { squares, degrees } = residual(rows);
      return { squares: sum.squares + squares, degrees: sum.degrees + degrees };
    },
    { squares: 0, degrees: 0 },
  );
  return pooled.degrees === 0 ? null : Math.sqrt(pooled.squares / pooled.degrees);
}
