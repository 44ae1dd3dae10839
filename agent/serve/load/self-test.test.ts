import { expect, test } from "vitest";
import type { CompletionEnd, CompletionRequest, Generation } from "../../engines/engine.ts";
import { ScriptedEngine } from "../../test/fixtures/engine-scripted.ts";
import { selfTest } from "./self-test.ts";

const never = new AbortController().signal;

const END: CompletionEnd = {
  reason: "length",
  promptTokens: 3,
  completionTokens: 5,
  cachedTokens: 0,
  prefillMs: 1,
  decodeMs: 80,
};

/** An engine whose one answer is given; what it was asked is kept. */
class OneAnswer extends ScriptedEngine {
  asked: CompletionRequest | null = null;
  readonly text: string;
  readonly end: CompletionEnd;

  constructor(text: string, end: Partial<CompletionEnd> = {}) {
    super();
    this.text = text;
    this.end = { ...END, ...end };
  }

  override async complete(request: CompletionRequest): Promise<Generation> {
    this.asked = request;
    const { text, end } = this;
    return (async function* () {
      yield { text, tokens: 5 };
      return end;
    })();
  }
}

test("A17 five tokens after Hello, at temperature 0; their rate is the estimate", async () => {
  const engine = new OneAnswer("one two three four five");
  expect(await selfTest(engine, never)).toEqual({ kind: "passed", tokensPerSecond: 50 });
  expect(engine.asked).toMatchObject({ maxTokens: 5, temperature: 0 });
  expect(engine.tokenised).toBe(1);
});

test.each([
  ["empty output", new OneAnswer("  "), "self-test failed: empty output"],
  ["a leaked stop token", new OneAnswer("hi<|im_end|>"), "self-test failed: leaked stop token <|im_end|>"],
  ["no prompt tokens counted", new OneAnswer("hi", { promptTokens: 0 }), "self-test failed: no tokens counted"],
  ["no answer tokens counted", new OneAnswer("hi", { completionTokens: 0 }), "self-test failed: no tokens counted"],
])("A17 %s fails it", async (_title, engine, reason) => {
  expect(await selfTest(engine, never)).toEqual({ kind: "failed", reason });
});

test("A17 an engine without a clock passes without an estimate", async () => {
  expect(await selfTest(new OneAnswer("hi", { decodeMs: null }), never)).toEqual({
    kind: "passed",
    tokensPerSecond: null,
  });
});
