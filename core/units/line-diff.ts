export interface DiffLine {
  mark: " " | "-" | "+";
  text: string;
}

/** The search for common lines takes lines × lines of memory, and a text of 64 KiB may have 65,536. */
const MOST_SEARCHED = 2_000;

/** The lines that differ between two texts, by their longest common subsequence; between common head and tail, more than 2,000 lines of a side are told as all removed and all added. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [left, right] = [linesOf(before), linesOf(after)];
  const head = commonStart(left, right);
  const tail = commonStart(left.slice(head).reverse(), right.slice(head).reverse());
  const [old, fresh] = [left.slice(head, left.length - tail), right.slice(head, right.length - tail)];
  const isLong = old.length > MOST_SEARCHED || fresh.length > MOST_SEARCHED;
  return [
    ...marked(" ", left.slice(0, head)),
    ...(isLong ? [...marked("-", old), ...marked("+", fresh)] : searched(old, fresh)),
    ...marked(" ", left.slice(left.length - tail)),
  ];
}

const linesOf = (text: string): string[] => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));
const marked = (mark: DiffLine["mark"], lines: readonly string[]): DiffLine[] => lines.map((text) => ({ mark, text }));

function commonStart(left: readonly string[], right: readonly string[]): number {
  const apart = left.findIndex((line, index) => line !== right[index]);
  return apart === -1 ? left.length : apart;
}

function searched(left: readonly string[], right: readonly string[]): DiffLine[] {
  const lengths = commonLengths(left, right);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [old, fresh] = [left[i], right[j]];
    if (old !== undefined && old === fresh) {
      lines.push({ mark: " ", text: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && (fresh === undefined || at(lengths, i + 1, j) >= at(lengths, i, j + 1))) {
      lines.push({ mark: "-", text: old });
      i += 1;
    } else if (fresh !== undefined) {
      lines.push({ mark: "+", text: fresh });
      j += 1;
    }
  }
  return lines;
}

const at = (table: readonly (readonly number[])[], i: number, j: number): number => table[i]?.[j] ?? 0;

function commonLengths(left: readonly string[], right: readonly string[]): number[][] {
  const table: number[][] = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      const row = table[i];
      if (row === undefined) continue;
      row[j] = left[i] === right[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}
