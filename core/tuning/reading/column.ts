const FIRST_CAPACITY = 1024;

/** A growing list of numbers at eight bytes each: a million-line log must fit in 400 MB. */
export class NumberColumn {
  #values = new Float64Array(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(this.#values.length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  /** The value at an index, NaN past the end. */
  at(index: number): number {
    return index < this.#length ? (this.#values[index] ?? Number.NaN) : Number.NaN;
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }
}

/** Names as small numbers, in order of first appearance. */
export class Names {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];

  get size(): number {
    return this.#texts.length;
  }

  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.length;
    this.#numbers.set(text, number);
    this.#texts.push(text);
    return number;
  }

  find(text: string): number | null {
    return this.#numbers.get(text) ?? null;
  }

  get texts(): readonly string[] {
    return this.#texts;
  }

  textOf(number: number): string {
    return this.#texts[number] ?? "";
  }
}
