import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decidePromptSize,
  idleTimeoutMs,
  maxTokensFor,
  probeRequestBody,
  promptText,
  promptWordCount,
} from "./prompt.ts";

describe("B104 B107 the request", () => {
  test("three lines: nonce, words, question", () => {
    expect(promptText("0123456789ab", 3)).toBe("0123456789ab\nprobe probe probe\nCount from one to sixty in words.");
  });

  test.each([
    [1, 1],
    [2000, 1600],
    [1001, 800],
  ])("a target of %i has %i words", (target, words) => {
    expect(promptWordCount(target)).toBe(words);
  });

  test.each([
    [1, 2],
    [29, 2],
    [300, 30],
    [2000, 64],
  ])("a target of %i asks for %i tokens", (target, tokens) => {
    expect(maxTokensFor(target)).toBe(tokens);
  });

  test("B107 the idle timeout is never below the gate", () => {
    expect(idleTimeoutMs(2500)).toBe(300_000);
    expect(idleTimeoutMs(600_000)).toBe(660_000);
  });

  test("M12 streams with usage at temperature 0", () => {
    const body = probeRequestBody({ model: "m", nonce: "0123456789ab", wordCount: 1, targetContext: 2000 });
    expect(body).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0,
      max_tokens: 64,
    });
  });
});

describe("B106 TB63 sizing", () => {
  const sized = (outcome: Parameters<typeof decidePromptSize>[0]["outcome"], repeats = 0) =>
    decidePromptSize({ targetContext: 2000, wordCount: 1600, repeats, outcome });

  test("up to nine tenths of the target is kept", () => {
    expect(sized({ kind: "answered", promptTokens: 1800 })).toEqual({ kind: "keep", wordCount: 1600 });
    expect(sized({ kind: "answered", promptTokens: null })).toEqual({ kind: "keep", wordCount: 1600 });
  });

  test("a longer prompt is scaled to eight tenths by its reported tokens", () => {
    expect(sized({ kind: "answered", promptTokens: 3200 })).toEqual({ kind: "repeat", wordCount: 800 });
  });

  test("A11 a refusal's own number scales it; 0.8 when it names none", () => {
    const message = "the prompt has 3200 tokens, more than the context cap of 2000";
    expect(sized({ kind: "refused", message })).toEqual({ kind: "repeat", wordCount: 800 });
    expect(sized({ kind: "refused", message: "too long" })).toEqual({ kind: "repeat", wordCount: 1280 });
  });

  test("after three repeats it does not fit", () => {
    expect(sized({ kind: "refused", message: "too long" }, 3)).toEqual({
      kind: "does-not-fit",
      reason: "prompt does not fit: too long",
    });
  });

  test("never upwards", () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 5000 }), (tokens, wordCount) => {
        const outcome = { kind: "refused" as const, message: `${tokens} tokens` };
        const decision = decidePromptSize({ targetContext: 2000, wordCount, repeats: 0, outcome });
        expect(decision.kind === "repeat" && decision.wordCount <= wordCount && decision.wordCount >= 1).toBe(true);
      }),
    );
  });
});
