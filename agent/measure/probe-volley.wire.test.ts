import { createServer, type ServerResponse } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../host/system-clock.ts";
import { freePort } from "../test/free-port.ts";
import { type ProbeRequest, probeVolley } from "./probe-volley.ts";

const delta = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;
const FINISH = 'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';

async function probe(answer: (response: ServerResponse) => void, change: Partial<ProbeRequest> = {}) {
  const port = await freePort();
  const server = createServer((request, response) => {
    request.resume().on("end", () => answer(response));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const request: ProbeRequest = {
    port,
    body: { stream: true },
    idleTimeoutMs: 60_000,
    maxEvents: 100,
    signal: new AbortController().signal,
    nowUs: () => systemClock.monoMs() * 1000,
    ...change,
  };
  const [outcome] = await probeVolley([request]);
  if (outcome === undefined) throw new Error("no outcome");
  return outcome.raw;
}

const stream =
  (...parts: string[]) =>
  (response: ServerResponse) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const part of parts) response.write(part);
    response.end();
  };

test("M6, TM2 comments, role-only deltas, finish and usage events leave no stamp", async () => {
  const usage = 'data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}\n\n';
  const role = 'data: {"choices":[{"delta":{"role":"assistant"}}]}\n\n';
  const raw = await probe(stream(": keep-alive\n\n", role, delta("a"), delta(""), delta("b"), usage, FINISH));
  expect(raw).toMatchObject({ nPrompt: 9, nUsage: 2, finishReason: "stop", error: null, firstOutputIndex: 0 });
  expect(raw.stampsUs).toHaveLength(2);
});

test("M4 an event bears the stamp of the read that completed its line", async () => {
  const line = delta("päx");
  const bytes = Buffer.from(line);
  const cut = bytes.indexOf(0xc3) + 1;
  const raw = await probe((response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(bytes.subarray(0, cut));
    setTimeout(() => response.end(Buffer.concat([bytes.subarray(cut), Buffer.from(FINISH)])), 60);
  });
  expect(raw.stampsUs).toHaveLength(1);
  expect(raw.stampsUs[0]).toBeGreaterThan(55_000);
});

test.each([
  [
    "an error event on HTTP 200",
    [delta("a"), 'data: {"error":{"message":"broke"}}\n\n'],
    "stream_error",
    "request error: broke",
  ],
  ["an early close", [delta("a")], "truncated", "request error: stream ended early"],
  ["no content", [FINISH], "no_content", "produced no content"],
  [
    "a leaked token cut over two events",
    [delta("<|im_"), delta("end|>"), FINISH],
    "leak",
    "stop-token leak: <|im_end|>",
  ],
])("TM4, section 5: %s", async (_title, parts, errorClass, error) => {
  expect(await probe(stream(...parts))).toMatchObject({ errorClass, error, status: 200 });
});

test("TM4 comments alone run into the idle timeout", async () => {
  const raw = await probe(
    (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const timer = setInterval(() => response.write(": keep-alive\n\n"), 20);
      response.on("close", () => clearInterval(timer));
    },
    { idleTimeoutMs: 200 },
  );
  expect(raw).toMatchObject({ errorClass: "idle_timeout", stampsUs: [] });
});

test("B91 an abort ends a waiting request within a second", async () => {
  const controller = new AbortController();
  let abortedMs = Number.NaN;
  const raw = await probe(
    () => {
      abortedMs = performance.now();
      controller.abort();
    },
    { signal: controller.signal },
  );
  const endedMs = performance.now();
  expect(raw).toMatchObject({ errorClass: "cancelled" });
  expect(endedMs - abortedMs).toBeLessThan(1000);
});

test("section 5: a closed port is a connect error", async () => {
  const port = await freePort();
  expect(await probe(() => undefined, { port })).toMatchObject({
    errorClass: "connect",
    status: null,
    connectUs: null,
  });
});
