import { describe, expect, test } from "vitest";
import { CATALOGUE, DEFAULT_CANDIDATES, findModelFacts, ggufFormOf, PRACTICE_CANDIDATES } from "./catalogue.ts";
import { parseModelId } from "./model-id.ts";
import { modelSizeB, smallestFirst } from "./model-size.ts";
import { PRACTICE_MODELS, practiceParameters } from "./practice-models.ts";

describe("B9 the default list", () => {
  test("is 32B, 14B, 7B Coder, 3B, 1B", () => {
    expect(CATALOGUE.map(({ sizeB }) => sizeB)).toEqual([32, 14, 7, 3, 1]);
    expect(DEFAULT_CANDIDATES[2]).toBe("mlx-community/Qwen2.5-Coder-7B-Instruct-4bit");
  });

  test("A50 each has an MLX and a GGUF form, found by either id", () => {
    for (const { mlx, gguf, kvBytesPerToken } of CATALOGUE) {
      expect([parseModelId(mlx.id).kind, parseModelId(gguf.id).kind]).toEqual(["mlx", "gguf"]);
      expect([ggufFormOf(mlx.id), ggufFormOf(gguf.id)]).toEqual([gguf.id, gguf.id]);
      expect(findModelFacts(mlx.id.toUpperCase())).toMatchObject({ weightsBytes: gguf.weightsBytes, kvBytesPerToken });
    }
    expect(ggufFormOf("acme/unknown")).toBeNull();
  });
});

describe("the practice ladder", () => {
  test("is biggest first, near the size each name says", () => {
    const megabytes = PRACTICE_CANDIDATES.map((id) => (findModelFacts(id)?.weightsBytes ?? 0) / 1e6);
    const named = PRACTICE_CANDIDATES.map((id) => Number(/(\d+)mb$/.exec(id)?.[1]));
    for (const [index, size] of megabytes.entries()) expect(size / (named[index] ?? 0)).toBeCloseTo(1, 0);
    expect(megabytes).toEqual(megabytes.toSorted((left, right) => right - left));
  });

  test("TA21 head dimension 64 lets a cache be quantised in blocks of 32", () => {
    for (const model of PRACTICE_MODELS) expect(model.heads * model.headDim).toBe(model.width);
  });

  test("KV bytes per token are keys and values of every layer at 16 bit", () => {
    expect(PRACTICE_CANDIDATES.map((id) => findModelFacts(id)?.kvBytesPerToken)).toEqual([20_480, 10_240, 5120, 1024]);
  });

  test("the tiny one has about half a million parameters", () => {
    const tiny = PRACTICE_MODELS.at(-1);
    expect(tiny === undefined ? 0 : practiceParameters(tiny)).toBe(533_120);
  });
});

describe("A52 sizes", () => {
  test.each([
    ["acme/x-32B-Instruct", 32],
    ["acme/x-1.5b", 1.5],
    ["acme/x-7 B", 7],
    ["acme/Qwen2.5-14B-4bit", 14],
    ["acme/v2.5B-x", null],
    ["acme/x7B", null],
    ["acme/7Beta", null],
    ["acme/model-4bit", null],
    ["mlx-community/Llama-3.2-1B-Instruct-4bit", 1],
  ])("%s is %s", (id, size) => {
    expect(modelSizeB(id)).toBe(size);
  });

  test("the catalogue knows the practice files", () => {
    expect(modelSizeB("practice/large-250mb")).toBeCloseTo(0.063, 3);
  });

  test("B56 known sizes ascending, unknown ones after in input order", () => {
    expect(smallestFirst(["a/u1", "a/x-7B", "a/u2", "a/x-1B"])).toEqual({
      ids: ["a/x-1B", "a/x-7B", "a/u1", "a/u2"],
      isEverySizeKnown: false,
    });
    expect(smallestFirst(["a/x-7B", "a/y-7B"]).ids).toEqual(["a/x-7B", "a/y-7B"]);
  });
});
