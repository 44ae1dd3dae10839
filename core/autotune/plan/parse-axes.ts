import type { KvBits } from "../../serving/knobs.ts";
import { type FlagParse, integerOf, parseCells } from "./parse-flag.ts";

const MOST_CONTEXT_CELLS = 16;

const numberKey = (cell: string): string => String(integerOf(cell) ?? cell);

function kvBitsOf(cell: string): KvBits | undefined {
  if (cell.toLowerCase() === "unset") return null;
  const bits = integerOf(cell);
  return bits === 4 || bits === 8 ? bits : undefined;
}

/** `--kv-bits-axis`: `unset` in any case, 4, 8, in the given order. */
export function parseKvBitsAxis(text: string): FlagParse<KvBits[]> {
  const cells = parseCells("kv-bits-axis", text, (cell) => numberKey(cell.toLowerCase()));
  if (cells.kind === "error") return cells;
  const values: KvBits[] = [];
  for (const cell of cells.value) {
    const bits = kvBitsOf(cell);
    if (bits === undefined) return { kind: "error", message: `--kv-bits-axis cell '${cell}' must be unset, 4 or 8` };
    values.push(bits);
  }
  return { kind: "ok", value: values };
}

/** `--max-batch-axis`: 1 to 64, in the given order. */
export function parseMaxBatchAxis(text: string): FlagParse<number[]> {
  const cells = parseCells("max-batch-axis", text, numberKey);
  if (cells.kind === "error") return cells;
  const values = cells.value.map(integerOf);
  const bad = values.findIndex((value) => value === null || value < 1 || value > 64);
  if (bad !== -1) {
    return { kind: "error", message: `--max-batch-axis cell '${cells.value[bad]}' must be between 1 and 64` };
  }
  return { kind: "ok", value: values.filter((value) => value !== null) };
}

/** B14: absolute token caps, sorted ascending, none below the target; an empty text means one cell at the target. */
export function parseMaxContextAxis(text: string, targetContext: number): FlagParse<number[]> {
  if (text.trim() === "") return { kind: "ok", value: [] };
  const cells = parseCells("max-context-axis", text, numberKey);
  if (cells.kind === "error") return cells;
  if (cells.value.length > MOST_CONTEXT_CELLS) {
    return {
      kind: "error",
      message: `--max-context-axis has ${cells.value.length} cells; must be <= ${MOST_CONTEXT_CELLS}`,
    };
  }
  const values: number[] = [];
  for (const cell of cells.value) {
    const value = integerOf(cell);
    if (value === null || value < 1)
      return { kind: "error", message: `--max-context-axis cell '${cell}' must be >= 1` };
    if (value < targetContext) {
      return { kind: "error", message: `--max-context-axis cell ${value} is below --target-context ${targetContext}` };
    }
    values.push(value);
  }
  return { kind: "ok", value: values.sort((left, right) => left - right) };
}
