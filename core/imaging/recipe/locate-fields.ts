import { type FieldPath, fieldName } from "./problem.ts";

export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** Finds where a field of a parsed text stands; a field that is missing is placed at its nearest table. */
export type FieldLocator = (path: FieldPath) => TextPlace;

const BARE = /[A-Za-z0-9_-]+/y;
const SCALAR = /[^\s,\]}#]+/y;
const BLANK = /[ \t\r\n]*(?:#[^\n]*\r?\n?[ \t\r\n]*)*/y;
const STRINGS = [
  /"""(?:\\[\s\S]|[^\\])*?"""(?:"{0,2})/y,
  /'''[\s\S]*?'''(?:'{0,2})/y,
  /"(?:\\.|[^"\\])*"/y,
  /'[^']*'/y,
];

/** Walks TOML that a parser has already accepted and notes where every field begins. */
class FieldWalk {
  readonly offsets = new Map<string, number>();
  readonly #text: string;
  readonly #items = new Map<string, number>();
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  walk(): void {
    let table: FieldPath = [];
    this.#skipBlank();
    while (this.#at < this.#text.length) {
      if (this.#text[this.#at] === "[") table = this.#header();
      else this.#pair(table);
      this.#skipBlank();
    }
  }

  #header(): FieldPath {
    const start = this.#at;
    const isList = this.#text.startsWith("[[", start);
    this.#at += isList ? 2 : 1;
    const keys = this.#key();
    const path: (string | number)[] = [];
    keys.forEach((key, index) => {
      path.push(key);
      const name = fieldName(path);
      if (isList && index === keys.length - 1) this.#items.set(name, (this.#items.get(name) ?? -1) + 1);
      const item = this.#items.get(name);
      if (item !== undefined) path.push(item);
    });
    this.#skipBlank();
    this.#at += isList ? 2 : 1;
    this.#note(path, start);
    return path;
  }

  #pair(table: FieldPath): void {
    const start = this.#at;
    const path = [...table, ...this.#key()];
    this.#note(path, start);
    this.#skipBlank();
    this.#at += 1;
    this.#skipBlank();
    this.#value(path);
  }

  #value(path: FieldPath): void {
    const opening = this.#text[this.#at];
    if (opening === "[") this.#sequence("]", (index) => this.#item([...path, index]));
    else if (opening === "{") this.#sequence("}", () => this.#pair(path));
    else if (!STRINGS.some((pattern) => this.#take(pattern) !== null)) this.#take(SCALAR);
  }

  #item(path: FieldPath): void {
    this.#note(path, this.#at);
    this.#value(path);
  }

  #sequence(closing: string, member: (index: number) => void): void {
    this.#at += 1;
    for (let index = 0; this.#at < this.#text.length; index += 1) {
      this.#skipBlank();
      if (this.#text[this.#at] !== closing) member(index);
      this.#skipBlank();
      const end = this.#text[this.#at];
      this.#at += 1;
      if (end === closing) return;
    }
  }

  #key(): string[] {
    const keys: string[] = [];
    do {
      this.#skipBlank();
      const quoted = this.#take(/"(?:\\.|[^"\\])*"|'[^']*'/y);
      keys.push(quoted === null ? (this.#take(BARE) ?? "") : quoted.slice(1, -1));
      this.#skipBlank();
    } while (this.#take(/\./y) !== null);
    return keys;
  }

  #skipBlank(): void {
    this.#take(BLANK);
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return null;
    this.#at += found[0].length;
    return found[0];
  }

  #note(path: FieldPath, offset: number): void {
    const name = fieldName(path);
    if (!this.offsets.has(name)) this.offsets.set(name, offset);
  }
}

function placeOf(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** IM14: `text` must be valid TOML. */
export function locateFields(text: string): FieldLocator {
  const walk = new FieldWalk(text);
  walk.walk();
  return (path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const offset = walk.offsets.get(fieldName(path.slice(0, length)));
      if (offset !== undefined) return placeOf(text, offset);
    }
    return { line: 1, column: 1 };
  };
}
