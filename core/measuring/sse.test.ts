import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeSse, MAX_LINE_BYTES, SSE_START, type SseData } from "./sse.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Reads chunk after chunk; the stamp of a read is its position. */
function readAll(chunks: readonly Uint8Array[]): SseData[] {
  const events: SseData[] = [];
  let state = SSE_START;
  for (const [index, chunk] of chunks.entries()) {
    const read = decodeSse(state, chunk, index);
    state = read.state;
    events.push(...read.events);
  }
  return events;
}

describe("B48 lines", () => {
  test("only data lines count; comments, ids and empty lines are skipped", () => {
    const events = readAll([bytesOf(": keep-alive\n\nid: 7\ndata: a\n\nretry: 10\r\ndata:b\r\n\r\ndata: [DONE]\n\n")]);
    expect(events.map(({ data }) => data)).toEqual(["a", "b", "[DONE]"]);
  });

  test("an event's name holds until its empty line", () => {
    const events = readAll([bytesOf("event: error\ndata: x\n\ndata: y\n\n")]);
    expect(events.map(({ event }) => event)).toEqual(["error", null]);
  });

  test("a data line without its end is no event yet", () => {
    expect(readAll([bytesOf("data: a")])).toEqual([]);
  });
});

describe("TM2 M4 stamps", () => {
  test("an event bears the stamp of the read that completed its line", () => {
    const chunks = ["data: on", "e", "\n\ndata: two\n", "\n"].map(bytesOf);
    expect(readAll(chunks)).toEqual([
      { data: "one", event: null, stampUs: 2 },
      { data: "two", event: null, stampUs: 2 },
    ]);
  });

  test("a comment or an empty line read later moves no stamp", () => {
    const events = readAll(["data: a\n", ": still here\n", "\n"].map(bytesOf));
    expect(events).toEqual([{ data: "a", event: null, stampUs: 0 }]);
  });
});

test("M4 any cut of the bytes, also inside a character, gives the same texts and the stamps of the completing reads", () => {
  const text = fc.string({ unit: "grapheme" }).map((value) => value.replace(/[\r\n]/g, " ").trim());
  const cuts = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), cuts, (texts, sizes) => {
      const bytes = bytesOf(texts.map((value) => `data: ${value}\n\n`).join(""));
      const chunks: Uint8Array[] = [];
      for (let start = 0; start < bytes.length; start += chunks.at(-1)?.length ?? 1) {
        chunks.push(bytes.slice(start, start + (sizes[chunks.length % sizes.length] ?? 1)));
      }
      const ends = chunks.map((_, index) => chunks.slice(0, index + 1).reduce((sum, { length }) => sum + length, 0));
      let lineEnd = 0;
      const expected = texts.map((value) => {
        lineEnd += bytesOf(`data: ${value}\n`).length;
        const stampUs = ends.findIndex((end) => end >= lineEnd);
        lineEnd += 1;
        return { data: value, event: null, stampUs };
      });
      expect(readAll(chunks)).toEqual(expected);
    }),
  );
});

test("a line past the limit is reported, however it was cut", () => {
  const half = new Uint8Array(MAX_LINE_BYTES / 2 + 1).fill(120);
  const first = decodeSse(SSE_START, half, 0);
  expect(first.isLineTooLong).toBe(false);
  expect(decodeSse(first.state, half, 1).isLineTooLong).toBe(true);
});
