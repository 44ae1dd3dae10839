import { describe, expect, test } from "vitest";
import { errorReasons, stderrTail } from "./error-reasons.ts";
import { findStopTokenLeak, LEAK_TOKENS } from "./stop-tokens.ts";

describe("B52 reasons", () => {
  test.each([
    [errorReasons.http(503), "HTTP 503"],
    [errorReasons.request("socket hang up"), "request error: socket hang up"],
    [errorReasons.idleTimeout(300), "idle timeout after 300 s"],
    [errorReasons.gate(2710.4, 2500), "ttft p95 2711 ms over gate 2500 ms"],
    [errorReasons.leak("<|end|>"), "stop-token leak: <|end|>"],
    [errorReasons.warmUp("HTTP 500"), "warm-up: HTTP 500"],
    [errorReasons.exited({ phase: "stage1", code: 9, tail: "killed" }), "provider exited during stage1 rc=9: killed"],
  ])("%s", (text, expected) => {
    expect(text).toBe(expected);
  });

  test("B52 a miss below half a millisecond never reads as on the gate", () => {
    expect(errorReasons.gate(2500.2, 2500)).toBe("ttft p95 2501 ms over gate 2500 ms");
  });

  test("B51 the tail is the first telling line, else the last 240 characters", () => {
    expect(stderrTail("loading\nggml: Out Of Memory\nbye")).toBe("ggml: Out Of Memory");
    expect(stderrTail("x".repeat(300))).toHaveLength(240);
  });
});

describe("B49 stop-token leaks", () => {
  test.each([...LEAK_TOKENS])("%s is found anywhere in the text", (token) => {
    expect(findStopTokenLeak(`one two${token} three`)).toBe(token);
  });

  test("a special token of the model's own tokenizer counts too", () => {
    expect(findStopTokenLeak("one </s>", ["</s>", ""])).toBe("</s>");
    expect(findStopTokenLeak("one two")).toBeNull();
  });
});

test("a server's words become one printable line of at most 500 characters", () => {
  expect(errorReasons.request("out\u001b[2J of\r\n\tmemory\u202e")).toBe("request error: out [2J of memory");
  expect(errorReasons.request("x".repeat(10_000))).toBe(`request error: ${"x".repeat(500)}`);
});
