import { expect, test } from "vitest";
import { manualWorld } from "../../test/fixtures/manual-world.ts";
import { gatherLog, type LogChunk } from "./log-chunks.ts";

function gathering() {
  const world = manualWorld();
  const chunks: LogChunk[] = [];
  return { world, chunks, log: gatherLog(world, (chunk) => chunks.push(chunk)) };
}

test("MS4 text of a second becomes one chunk, offsets count bytes", async () => {
  const { world, chunks, log } = gathering();
  log.write("größer\n");
  log.write("two\n");
  await world.advance(1000);
  log.write("three\n");
  log.close();
  expect(chunks).toEqual([
    { offset: 0, text: "größer\ntwo\n" },
    { offset: 13, text: "three\n" },
  ]);
});

test("MS4 chunks stay within 32 KiB and never cut a character in two", () => {
  const { chunks, log } = gathering();
  log.write("🌳".repeat(20_000));
  log.close();
  expect(chunks.every((chunk) => Buffer.byteLength(chunk.text) <= 32_768 && chunk.text.isWellFormed())).toBe(true);
  expect(chunks.map((chunk) => chunk.text).join("")).toBe("🌳".repeat(20_000));
});

test("MS4 after 8 MiB comes one truncation marker and nothing more", () => {
  const { chunks, log } = gathering();
  for (let count = 0; count < 90; count += 1) log.write("x".repeat(100_000));
  log.close();
  expect(chunks.filter((chunk) => chunk.text.includes("log truncated"))).toHaveLength(1);
  expect(chunks.at(-1)?.text).toContain("log truncated");
});

test("a lone surrogate is replaced, because canonical JSON cannot hold it", () => {
  const { chunks, log } = gathering();
  log.write("a\ud800b");
  log.close();
  expect(chunks[0]?.text).toBe("a\ufffdb");
});
