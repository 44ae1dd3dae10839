// A socket, a request and a stamp at each read: what reading a stream costs at the very least.
// Usage: node bare-reader.ts <port> <requests> <concurrency>; prints one JSON object.
import { connect } from "node:net";

const [port = 0, requests = 0, concurrency = 1] = process.argv.slice(2).map(Number);

interface Reading {
  id: string;
  /** Milliseconds from the write of the request to the first and the last content event. */
  firstMs: number;
  lastMs: number;
}

const nowMs = (): number => Number(process.hrtime.bigint() / 1000n) / 1000;
const CONTENT = /"(content|reasoning_content)":"[^"]/;

function read(id: string): Promise<Reading> {
  const body = JSON.stringify({ messages: [{ role: "user", content: id }], stream: true, stream_options: {} });
  const head = [
    "POST /v1/chat/completions HTTP/1.1",
    "host: 127.0.0.1",
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${id}`,
    "connection: close",
  ].join("\r\n");
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    let startMs = 0;
    const reading: Reading = { id, firstMs: 0, lastMs: 0 };
    socket.once("connect", () => {
      startMs = nowMs();
      socket.write(`${head}\r\n\r\n${body}`);
    });
    socket.on("data", (chunk: Buffer) => {
      const atMs = nowMs() - startMs;
      if (!CONTENT.test(chunk.toString("latin1"))) return;
      if (reading.firstMs === 0) reading.firstMs = atMs;
      reading.lastMs = atMs;
    });
    socket.once("error", reject);
    socket.once("close", () => resolve(reading));
  });
}

await read("bare/warm-up");
const before = process.cpuUsage();
const readings: Reading[] = [];
let next = 1;
const work = async (): Promise<void> => {
  while (next <= requests) {
    const id = `bare/${next}`;
    next += 1;
    readings.push(await read(id));
  }
};
await Promise.all(Array.from({ length: concurrency }, work));
const { user, system } = process.cpuUsage(before);
process.stdout.write(`${JSON.stringify({ readings, cpuMs: (user + system) / 1000 })}\n`);
