import { type Document, isAlias, isMap, isScalar, type Pair, parseDocument, type Scalar } from "yaml";
import { OWNED_KEYS, type OwnedKey } from "./owned-values.ts";

export type Refusal = { readonly kind: "refused"; readonly reason: string };

/** Where one owned key stands in the text; offsets in UTF-16 units, `lineEnd` before the line break. */
export interface OwnedLine {
  readonly key: OwnedKey;
  readonly value: unknown;
  readonly lineStart: number;
  readonly colonEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly lineEnd: number;
  /** The inline comment from its `#`, empty without one. */
  readonly comment: string;
}

export interface ConfigMapping {
  readonly kind: "mapping";
  readonly values: Readonly<Record<string, unknown>>;
  readonly owned: readonly OwnedLine[];
  /** End of the last entry; null when the file has none. */
  readonly entriesEnd: number | null;
}

const refused = (reason: string): Refusal => ({ kind: "refused", reason });

/** Reads a config file's text as the one block mapping whose owned lines can be changed; anything else is refused (B79). */
export function readMapping(text: string): ConfigMapping | Refusal {
  const document = parseDocument(text, { logLevel: "error" });
  const error = document.errors[0];
  if (error !== undefined) return refused(`not usable YAML: ${error.message.split("\n")[0] ?? ""}`);
  const { contents } = document;
  if (contents === null || isNothing(contents)) return { kind: "mapping", values: {}, owned: [], entriesEnd: null };
  if (!isMap(contents)) return refused("its top level is not a mapping");
  if (contents.flow === true) return refused("its top level is a flow mapping");
  if (contents.anchor !== undefined || contents.tag !== undefined)
    return refused("its top level has an anchor or a tag");
  const owned: OwnedLine[] = [];
  for (const pair of contents.items) {
    const line = ownedLine(text, pair);
    if (line === null) continue;
    if (line.kind === "refused") return line;
    owned.push(line.line);
  }
  return { kind: "mapping", values: valuesOf(document), owned, entriesEnd: contents.range?.[1] ?? null };
}

function isNothing(contents: unknown): boolean {
  return isScalar(contents) && contents.value === null && contents.range?.[0] === contents.range?.[1];
}

function valuesOf(document: Document.Parsed): Record<string, unknown> {
  const value: unknown = document.toJS();
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function ownedLine(text: string, pair: Pair): { kind: "line"; line: OwnedLine } | Refusal | null {
  if (isAlias(pair.key)) return refused("a key of its top level is an alias");
  if (!isScalar(pair.key)) return null;
  if (pair.key.value === "<<") return refused("its top level has a merge key");
  const key = OWNED_KEYS.find((name) => isScalar(pair.key) && pair.key.value === name);
  if (key === undefined) return null;
  const value = pair.value;
  if (!isScalar(value)) return refused(`${key} is no plain value on one line`);
  const line = placeOf(text, key, { key: pair.key, value });
  return line === null ? refused(`${key} is not written as one line "${key}: value"`) : { kind: "line", line };
}

/** A line of nothing but key, colon, scalar and comment, at the left edge: no anchor, tag, alias, second line or indentation. */
function placeOf(text: string, key: OwnedKey, pair: { key: Scalar; value: Scalar }): OwnedLine | null {
  const keyRange = pair.key.range;
  const valueRange = pair.value.range;
  if (!keyRange || !valueRange) return null;
  const lineStart = Math.max(text.lastIndexOf("\n", keyRange[0] - 1) + 1, text.startsWith("\ufeff") ? 1 : 0);
  const colon = /^[ \t]*:/.exec(text.slice(keyRange[1]))?.[0];
  if (lineStart !== keyRange[0] || colon === undefined) return null;
  const colonEnd = keyRange[1] + colon.length;
  const isEmpty = valueRange[0] === valueRange[1];
  const [valueStart, valueEnd] = isEmpty ? [colonEnd, colonEnd] : valueRange;
  const lineEnd = lineEndAt(text, valueEnd);
  const rest = /^[ \t]*(#.*)?$/.exec(text.slice(valueEnd, lineEnd));
  const isOneLine =
    !text.slice(lineStart, valueEnd).includes("\n") && /^[ \t]*$/.test(text.slice(colonEnd, valueStart));
  if (rest === null || !isOneLine) return null;
  const comment = rest[1] ?? "";
  return { key, value: pair.value.value, lineStart, colonEnd, valueStart, valueEnd, lineEnd, comment };
}

/** The end of the line at `offset`, before its line break. */
export function lineEndAt(text: string, offset: number): number {
  const newline = text.indexOf("\n", offset);
  if (newline < 0) return text.length;
  return newline > offset && text[newline - 1] === "\r" ? newline - 1 : newline;
}
