import { createServer, type IncomingHttpHeaders } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../host/system-clock.ts";
import { freePort } from "../test/free-port.ts";
import { prepareRequest } from "./probe-volley.ts";

const STREAM = [
  'data: {"choices":[{"delta":{"content":"a"}}]}\n\n',
  'data: {"choices":[{"delta":{"content":"b"}}]}\n\n',
  'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
];

const monoUs = () => systemClock.monoMs() * 1000;

interface Seen {
  connectedUs: number;
  requestUs: number;
  headers: IncomingHttpHeaders;
}

/** A server that notes when a socket came and when the request on it did, on the client's own clock. */
async function watchful() {
  const port = await freePort();
  const seen: Seen = { connectedUs: 0, requestUs: 0, headers: {} };
  const connected = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    seen.requestUs = monoUs();
    seen.headers = request.headers;
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const part of STREAM) response.write(part);
    response.end();
  });
  server.on("connection", () => {
    seen.connectedUs = monoUs();
    connected.resolve();
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port, seen, connected: connected.promise };
}

const requestTo = (port: number, nowUs: () => number) =>
  prepareRequest({
    port,
    body: { stream: true },
    idleTimeoutMs: 60_000,
    maxEvents: 100,
    signal: new AbortController().signal,
    nowUs,
  });

test("M2, M3 the socket is connected beforehand and its time stands apart; t0 is taken when the request is written", async () => {
  const { port, seen, connected } = await watchful();
  const prepared = await requestTo(port, monoUs);
  await connected;
  expect(seen.requestUs).toBe(0);
  const sendUs = monoUs();
  const { t0Us, raw } = await prepared.send();
  expect(seen.connectedUs).toBeLessThanOrEqual(sendUs);
  expect(t0Us).toBeGreaterThanOrEqual(sendUs);
  expect(t0Us).toBeLessThanOrEqual(seen.requestUs);
  expect(raw.connectUs).toBeGreaterThan(0);
  expect(seen.headers["accept-encoding"]).toBe("identity");
});

test("M1 one injected monotonic clock gives every time of a request", async () => {
  const { port } = await watchful();
  let turns = 0;
  // A clock of whole seconds far from any real one: a value of another clock would show.
  const nowUs = () => {
    turns += 1;
    return 5_000_000_000 + turns * 1_000_000;
  };
  const { t0Us, endUs, raw } = await (await requestTo(port, nowUs)).send();
  expect(raw.stampsUs).toHaveLength(2);
  for (const us of [t0Us, endUs, raw.connectUs ?? 0.5, ...raw.stampsUs]) expect(us % 1_000_000).toBe(0);
  expect(t0Us).toBeGreaterThan(5_000_000_000);
});
