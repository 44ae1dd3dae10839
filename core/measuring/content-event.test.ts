import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classifyEvent } from "./content-event.ts";

const classify = (value: unknown, event: string | null = null) =>
  classifyEvent({ data: typeof value === "string" ? value : JSON.stringify(value), event });
const delta = (value: object) => classify({ choices: [{ delta: value, finish_reason: null }] });

describe("M6 content events", () => {
  test.each([
    ["content", { content: "hi" }],
    ["text", { text: "hi" }],
    ["tool calls", { tool_calls: [{ index: 0 }] }],
    ["the first text after a role", { role: "assistant", content: "hi" }],
  ])("%s counts as output", (_name, value) => {
    expect(delta(value)).toMatchObject({ kind: "chunk", isContent: true, isReasoning: false });
  });

  test.each([
    ["reasoning", { reasoning: "hm" }],
    ["reasoning_content", { reasoning_content: "hm", content: "" }],
  ])("B110 %s counts as reasoning", (_name, value) => {
    expect(delta(value)).toMatchObject({ isContent: true, isReasoning: true, text: "hm" });
  });

  test("B110 TB48 choices[0].text counts", () => {
    expect(classify({ choices: [{ text: "hi" }] })).toMatchObject({ isContent: true, text: "hi" });
  });

  test.each([
    ["role-only", { choices: [{ delta: { role: "assistant", content: "" } }] }],
    ["empty", { choices: [{ delta: {} }] }],
    ["null content", { choices: [{ delta: { content: null } }] }],
    ["a finish event", { choices: [{ delta: {}, finish_reason: "stop" }] }],
    ["a usage event", { choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } }],
  ])("TM2 %s is no content", (_name, value) => {
    expect(classify(value)).toMatchObject({ kind: "chunk", isContent: false });
  });

  test("a usage event brings its counts, cached tokens included", () => {
    const usage = { prompt_tokens: 30, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 24 } };
    expect(classify({ choices: [], usage })).toMatchObject({
      usage: { promptTokens: 30, completionTokens: 2, cachedTokens: 24 },
    });
  });
});

describe("B48 ends, errors and noise", () => {
  test("[DONE] ends", () => {
    expect(classify("[DONE]")).toEqual({ kind: "done" });
  });

  test("TB48 JSON that does not parse is skipped", () => {
    expect(classify("{broken")).toEqual({ kind: "skipped" });
    expect(classify("17")).toEqual({ kind: "skipped" });
  });

  test("TM4 a streamed error object or an event named error fails", () => {
    expect(classify({ error: { message: "out of memory" } })).toEqual({ kind: "error", message: "out of memory" });
    expect(classify({ message: "gone" }, "error")).toEqual({ kind: "error", message: "gone" });
    expect(classify("plain words", "error")).toEqual({ kind: "error", message: "plain words" });
  });

  test("an error member that is null is no error", () => {
    expect(classify({ error: null, choices: [{ delta: { content: "x" } }] })).toMatchObject({ isContent: true });
  });

  test("FZ1 no JSON makes it throw", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(["done", "skipped", "error", "chunk"]).toContain(classify(value).kind);
      }),
    );
  });
});
