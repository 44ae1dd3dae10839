import { describe, expect, test } from "vitest";
import { isPracticeModel, isSameModel, modelLabel, parseModelId } from "./model-id.ts";

describe("A50 ids", () => {
  test.each([
    ["practice/tiny-2mb", { kind: "practice", name: "tiny-2mb" }],
    [
      "mlx-community/Llama-3.2-1B-Instruct-4bit",
      { kind: "mlx", repository: "mlx-community/Llama-3.2-1B-Instruct-4bit" },
    ],
    ["acme/model-GGUF:Q4_K_M", { kind: "gguf", repository: "acme/model-GGUF", quant: "Q4_K_M" }],
    ["/models/a.gguf", { kind: "path", path: "/models/a.gguf" }],
    ["acme", { kind: "invalid" }],
    ["acme/model/extra", { kind: "invalid" }],
    ["../etc/passwd", { kind: "invalid" }],
    ["acme/..", { kind: "invalid" }],
    ["-x/y", { kind: "invalid" }],
    ["", { kind: "invalid" }],
  ])("%s", (id, form) => {
    expect(parseModelId(id)).toEqual(form);
  });

  test("a practice model is always told apart", () => {
    expect(isPracticeModel("practice/large-250mb")).toBe(true);
    expect(isPracticeModel("acme/practice")).toBe(false);
  });

  test("the label is the last part of the path", () => {
    expect(["a/b", "practice/tiny-2mb", "/x/y.gguf", "plain"].map(modelLabel)).toEqual([
      "b",
      "tiny-2mb",
      "y.gguf",
      "plain",
    ]);
  });
});

describe("B15 equality", () => {
  test("folds ASCII case and composes, nothing else", () => {
    expect(isSameModel("Acme/Model", "acme/mODEL")).toBe(true);
    expect(isSameModel("acme/caf\u00e9", "acme/cafe\u0301")).toBe(true);
    expect(isSameModel("acme/\u00c9", "acme/\u00e9")).toBe(false);
    expect(isSameModel("acme/K", "acme/\u212a")).toBe(true);
    expect(isSameModel("acme/ß", "acme/ss")).toBe(false);
  });
});
