import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { OWNED_KEYS, type OwnedKey, type OwnedValues } from "./owned-values.ts";
import { type ConfigMapping, lineEndAt, type OwnedLine, type Refusal, readMapping } from "./read-mapping.ts";

interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export type ConfigEdit = { readonly kind: "edited"; readonly text: string } | Refusal;

/**
 * The text with the four owned keys at `values` and every other line byte-identical (B78, B79). A dropped `kv_bits` line
 * leaves its inline comment behind. Refuses what it cannot change safely; never throws.
 */
export function editOwnedKeys(before: string, values: OwnedValues): ConfigEdit {
  try {
    const mapping = readMapping(before);
    if (mapping.kind === "refused") return mapping;
    const changed = spliced(before, changes(before, mapping, values));
    const standing = readMapping(changed);
    if (standing.kind === "refused") return standing;
    const text = spliced(changed, insertion(changed, standing, values));
    return hasOnlyChanged(mapping, text, values)
      ? { kind: "edited", text }
      : { kind: "refused", reason: "the change would touch more than the owned keys" };
  } catch (cause) {
    return { kind: "refused", reason: `not usable YAML: ${cause instanceof Error ? cause.message : String(cause)}` };
  }
}

function changes(text: string, mapping: ConfigMapping, values: OwnedValues): Splice[] {
  return mapping.owned.flatMap((line) => {
    const value = values[line.key];
    if (value === null) return [dropped(text, line)];
    if (line.value === value) return [];
    const written = scalarText(value);
    const isTight = line.valueStart === line.colonEnd;
    return [{ start: line.valueStart, end: line.valueEnd, text: isTight ? ` ${written}` : written }];
  });
}

function dropped(text: string, line: OwnedLine): Splice {
  if (line.comment !== "") return { start: line.lineStart, end: line.lineEnd, text: line.comment };
  return { start: line.lineStart, end: nextLineAt(text, line.lineEnd), text: "" };
}

/** Missing keys go below the last owned line, else below the last entry. */
function insertion(text: string, mapping: ConfigMapping, values: OwnedValues): Splice[] {
  const present = new Set<string>(mapping.owned.map(({ key }) => key));
  const missing = OWNED_KEYS.flatMap((key) => {
    const value = values[key];
    return present.has(key) || value === null ? [] : [`${key}: ${scalarText(value)}`];
  });
  if (missing.length === 0) return [];
  const lineBreak = /\r?\n/.exec(text)?.[0] ?? "\n";
  const at = insertAt(text, mapping);
  const isAfterBreak = at === 0 || text[at - 1] === "\n" || (at === 1 && text.startsWith("\ufeff"));
  return [{ start: at, end: at, text: `${isAfterBreak ? "" : lineBreak}${missing.join(lineBreak)}${lineBreak}` }];
}

function insertAt(text: string, mapping: ConfigMapping): number {
  const staying = mapping.owned.at(-1);
  if (staying !== undefined) return nextLineAt(text, staying.lineEnd);
  if (mapping.entriesEnd === null) return text.length;
  const isAtLineStart = text[mapping.entriesEnd - 1] === "\n";
  return isAtLineStart ? mapping.entriesEnd : nextLineAt(text, lineEndAt(text, mapping.entriesEnd));
}

function nextLineAt(text: string, lineEnd: number): number {
  const newline = text.indexOf("\n", lineEnd);
  return newline < 0 ? text.length : newline + 1;
}

function spliced(text: string, splices: readonly Splice[]): string {
  let result = text;
  const fromTheEnd = splices.toSorted((left, right) => right.start - left.start || right.end - left.end);
  for (const { start, end, text: piece } of fromTheEnd) result = result.slice(0, start) + piece + result.slice(end);
  return result;
}

/** A plain scalar where it reads back as the same value, else a quoted one. */
function scalarText(value: OwnedValues[OwnedKey]): string {
  if (typeof value !== "string") return String(value);
  const isPlain = /^[A-Za-z0-9_./][A-Za-z0-9_./@:+-]*$/.test(value) && parse(value) === value;
  return isPlain ? value : JSON.stringify(value);
}

function hasOnlyChanged(before: ConfigMapping, text: string, values: OwnedValues): boolean {
  const after = readMapping(text);
  if (after.kind === "refused") return false;
  const areSet = OWNED_KEYS.every((key) =>
    values[key] === null ? !(key in after.values) : after.values[key] === values[key],
  );
  return areSet && isDeepStrictEqual(foreign(before.values), foreign(after.values));
}

function foreign(values: Readonly<Record<string, unknown>>): [string, unknown][] {
  const owned = new Set<string>(OWNED_KEYS);
  return Object.entries(values).filter(([key]) => !owned.has(key));
}
