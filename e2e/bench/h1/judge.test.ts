import { expect, test } from "vitest";
import { judge } from "./judge.ts";

const writes = [0, 1, 2].map((index) => ({ atUs: 250_000 + 20_000 * index, tokens: 1, reasoning: 0 }));
const record = { id: "a", writes };
const metrics = { ttft_ms: 251, ttfo_ms: 251, e2e_ms: 291, tpot_ms: 20, n_out: 3, k1: 1, client_queue_ms: 0 };
const ours = { request_id: "a", is_warm_up: false, error_class: null, metrics };

test("TM1 the error is the client's value minus what the server recorded", () => {
  expect(judge("plain", ours, record)).toEqual({
    ttftErrorMs: 1,
    tpotErrorMs: 0,
    isCountExact: true,
    isWrongShape: false,
  });
});

test("a role taken for the first token, a bundle counted as one, and a lost request are wrong", () => {
  const role = { ...metrics, ttft_ms: 1, ttfo_ms: 1 };
  expect(judge("role-first", { ...ours, metrics: role }, record).isWrongShape).toBe(true);
  expect(judge("bundled", ours, record).isWrongShape).toBe(true);
  expect(judge("plain", { ...ours, metrics: { ...metrics, n_out: 2 } }, record).isCountExact).toBe(false);
  expect(judge("plain", { ...ours, metrics: null }, record).isWrongShape).toBe(true);
  expect(judge("plain", ours, undefined).isWrongShape).toBe(true);
});

test("reasoning taken for output, and output for reasoning, is wrong", () => {
  const thought = { id: "a", writes: writes.map((write, index) => ({ ...write, reasoning: index === 0 ? 1 : 0 })) };
  expect(judge("reasoning", { ...ours, metrics: { ...metrics, ttfo_ms: 271 } }, thought).isWrongShape).toBe(false);
  expect(judge("reasoning", ours, thought).isWrongShape).toBe(true);
  expect(judge("plain", { ...ours, metrics: { ...metrics, ttfo_ms: 271 } }, record).isWrongShape).toBe(true);
});

test("a machine that reads late is late, and its shapes are right", () => {
  const late = { ...metrics, ttft_ms: 290, ttfo_ms: 290 };
  expect(judge("plain", { ...ours, metrics: late }, record)).toMatchObject({ ttftErrorMs: 40, isWrongShape: false });
});

test("TM4 a streamed error is right only as a failure without values", () => {
  expect(judge("streamed-error", { ...ours, metrics: null, error_class: "stream_error" }, record).isWrongShape).toBe(
    false,
  );
  expect(judge("streamed-error", ours, record).isWrongShape).toBe(true);
});
