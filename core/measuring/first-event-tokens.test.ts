import fc from "fast-check";
import { expect, test } from "vitest";
import { withTokenizerCount } from "./first-event-tokens.ts";
import { measureRequest } from "./request-metrics.ts";
import { testRequest } from "./test-replicate.ts";

/** Six events at 100 ms, the first of four tokens, the others of one: nine tokens, 20 ms each. */
const bundle = testRequest({ ttftMs: 100, tpotMs: 20, tokens: 6 }, { nUsage: 9, k1Source: null });

test("M7 M8 the tokenizer's count of the first event makes the rate exact and takes the bundle's mark away", () => {
  expect(measureRequest(bundle, "usage")).toMatchObject({ metrics: { k1: 1, tpotMs: 12.5, isBundled: true } });
  const counted = withTokenizerCount(bundle, 4);
  expect(counted).toMatchObject({ k1: 4, k1Known: true, k1Source: "tokenizer" });
  expect(measureRequest(counted, "usage")).toMatchObject({ metrics: { k1: 4, tpotMs: 20, isBundled: false } });
});

test.each([
  ["nobody counted", bundle, null],
  ["no token at all", bundle, 0],
  ["more than the other events leave room for", bundle, 5],
  ["a part of a token", bundle, 1.5],
  ["the event counted itself", { ...bundle, k1: 2, k1Known: true, k1Source: "usage" as const }, 4],
  ["no usage, so events are the tokens", { ...bundle, nUsage: null }, 4],
])("M7 %s: the request stays as it was", (_title, request, tokens) => {
  expect(withTokenizerCount(request, tokens)).toEqual(request);
});

test("M7 a count that is taken leaves every later event a token", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(40), fc.nat(40), (events, nUsage, tokens) => {
      const request = testRequest({ ttftMs: 1, tpotMs: 1, tokens: events }, { nUsage });
      const { k1, k1Known } = withTokenizerCount(request, tokens);
      expect(k1Known ? nUsage - k1 >= events - 1 && k1 === tokens : k1 === 1).toBe(true);
    }),
  );
});
