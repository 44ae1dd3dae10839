import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RawRequest } from "../../../core/measuring/replicate.ts";
import { systemClock } from "../../host/system-clock.ts";
import { probeVolley } from "../../measure/probe-volley.ts";
import { HOSTILE_STREAMS } from "./sse-streams.ts";

let answer: (response: ServerResponse) => void = (response) => void response.end();
const server = createServer((request, response) => {
  response.on("error", () => undefined);
  request.resume().on("end", () => answer(response));
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** What a machine that stalls does not run into. */
const PATIENT_MS = 60_000;

const probe = (idleTimeoutMs: number, size = 1) =>
  probeVolley(
    Array.from({ length: size }, () => ({
      port: portOf(server.address()),
      body: { stream: true },
      idleTimeoutMs,
      maxEvents: 100,
      signal: new AbortController().signal,
      nowUs: () => systemClock.monoMs() * 1000,
    })),
  );

test.each(HOSTILE_STREAMS)("B48, B110, B114, TB64 $name", async (stream) => {
  answer = stream.answer;
  const [outcome] = await probe(stream.errorClass === "idle_timeout" ? 300 : PATIENT_MS);
  const { errorClass, error, stampsUs, finishReason } = RawRequest.parse(outcome?.raw);
  expect({ errorClass, error }).toMatchObject({
    errorClass: stream.errorClass,
    ...(stream.error === undefined ? {} : { error: stream.error }),
  });
  if (stream.errorClass === null) expect([error, stampsUs.length]).toEqual([null, stream.events]);
  expect((error ?? "").length).toBeLessThan(600);
  expect((finishReason ?? "").length).toBeLessThanOrEqual(500);
});

test("B109 a server that resets each connection at once fails every request of a volley as connect", async () => {
  const onConnection = (socket: import("node:net").Socket) => socket.resetAndDestroy();
  server.prependListener("connection", onConnection);
  const outcomes = await probe(PATIENT_MS, 8);
  server.off("connection", onConnection);
  expect(outcomes.map(({ raw }) => raw.errorClass)).toEqual(Array.from({ length: 8 }, () => "connect"));
});
