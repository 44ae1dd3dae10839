import { describe, expect, test } from "vitest";
import { PRACTICE_MODELS } from "../../../core/serving/practice-models.ts";
import { practiceTensors, TensorSource } from "./practice-tensors.ts";
import { practiceVocabulary } from "./practice-vocabulary.ts";
import { practiceFileBytes } from "./write-practice-model.ts";

const TINY = PRACTICE_MODELS.find(({ id }) => id === "practice/tiny-2mb");
if (TINY === undefined) throw new Error("the ladder has no tiny model");

describe("vocabulary", () => {
  const vocabulary = practiceVocabulary(512);

  test("A50 every text is unique and ` probe` is one token with all its merges", () => {
    expect(new Set(vocabulary.texts).size).toBe(512);
    for (const text of ["\u2581p", "\u2581pr", "\u2581pro", "\u2581prob", "\u2581probe"]) {
      expect(vocabulary.texts).toContain(text);
    }
  });

  test("control and byte tokens are unlikely, so streams neither stop early nor carry empty text", () => {
    expect(vocabulary.isLikely.slice(0, 259)).not.toContain(true);
    const likely = vocabulary.texts.filter((_text, index) => vocabulary.isLikely[index]);
    expect(likely.every((text) => /^\u2581?[a-z0-9]+$/.test(text))).toBe(true);
  });
});

describe("weights", () => {
  test("are the same however they are cut into chunks", () => {
    const tensor = practiceTensors(TINY).find(({ name }) => name === "blk.0.ffn_up.weight");
    if (tensor === undefined) throw new Error("no such tensor");
    const whole = new Float32Array(tensor.columns * 4);
    new TensorSource(tensor, [], "seed").fill(whole, 0);
    const source = new TensorSource(tensor, [], "seed");
    const parts = [0, 1, 2, 3].map((row) => {
      const values = new Float32Array(tensor.columns);
      source.fill(values, row);
      return [...values];
    });
    expect(parts.flat()).toEqual([...whole]);
    expect(whole[0]).not.toBe(whole[1]);
  });

  test.each(PRACTICE_MODELS.map((model) => [model.id, model] as const))(
    "%s has about the size its name says",
    (id, model) => {
      const named = Number(/(\d+)mb/.exec(id)?.[1]) * 1_000_000;
      expect(practiceFileBytes(model) / named).toBeGreaterThan(0.8);
      expect(practiceFileBytes(model) / named).toBeLessThan(1.25);
    },
  );
});
