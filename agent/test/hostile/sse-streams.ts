import type { ServerResponse } from "node:http";
import type { ErrorClass } from "../../../core/measuring/replicate.ts";

/** A stream no engine should send, and what the measuring client makes of it. */
export interface HostileStream {
  readonly name: string;
  readonly answer: (response: ServerResponse) => void;
  /** Null means measured; then `events` is the count of content events. */
  readonly errorClass: ErrorClass | null;
  readonly events?: number;
  readonly error?: string;
}

const MIB = 1024 * 1024;
const NEST = 200_000;
const line = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const delta = (content: unknown) => line({ choices: [{ delta: { content } }] });
const usage = (counts: string) => `data: {"choices":[],"usage":${counts}}\n\n`;
const STOP = line({ choices: [{ delta: {}, finish_reason: "stop" }] });
const DONE = "data: [DONE]\n\n";
const TWO = delta("one ") + delta("two ");
const GOOD = TWO + STOP + DONE;
const nested = (opening: string, closing: string) => `${opening.repeat(NEST)}1${closing.repeat(NEST)}`;

type Part = string | Buffer;
const bytesOf = (part: Part): Buffer => (typeof part === "string" ? Buffer.from(part) : part);

function open(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
}

/** One write for all parts. */
const whole =
  (...parts: Part[]) =>
  (response: ServerResponse) => {
    open(response);
    response.end(Buffer.concat(parts.map(bytesOf)));
  };

/** One write for every byte. */
const byteByByte = (text: string) => (response: ServerResponse) => {
  open(response);
  response.socket?.setNoDelay(true);
  for (const byte of Buffer.from(text)) response.write(Buffer.of(byte));
  response.end();
};

/** Writes the same again until the client goes away. */
const forever =
  (head: Part, again: Part) =>
  (response: ServerResponse): void => {
    open(response);
    response.write(bytesOf(head));
    const chunk = bytesOf(again);
    const push = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on("drain", push);
    push();
  };

/** Bytes on the bare socket in place of an HTTP answer of ours. */
const raw = (text: Part) => (response: ServerResponse) => void response.socket?.end(bytesOf(text));

const chunked = (body: string) => `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${body}`;
const measured = (name: string, answer: HostileStream["answer"], events = 2): HostileStream => ({
  name,
  answer,
  errorClass: null,
  events,
});
const failed =
  (errorClass: ErrorClass) =>
  (name: string, answer: HostileStream["answer"], error?: string): HostileStream => ({
    name,
    answer,
    errorClass,
    ...(error === undefined ? {} : { error }),
  });

const ODD_BUT_READABLE: readonly HostileStream[] = [
  measured("every byte in its own write", byteByByte(GOOD)),
  measured("a byte order mark before the first line", whole("\uFEFF", GOOD)),
  measured("CRLF line ends", whole(GOOD.replaceAll("\n", "\r\n"))),
  measured(
    "bytes that are no UTF-8",
    whole(Buffer.from('data: {"choices":[{"delta":{"content":"\xff\xfe"}}]}\n\n', "latin1"), GOOD),
    3,
  ),
  measured("a content of ten million characters", whole(delta("a".repeat(10_000_000)), GOOD), 3),
  measured("two [DONE] with more content between them", whole(GOOD, delta("late"), DONE)),
  measured("an error after [DONE]", whole(GOOD, line({ error: { message: "late" } }))),
  measured("JSON nested two hundred thousand deep", whole(`data: ${nested("[", "]")}\n\n`, GOOD)),
  measured("a choice nested deep in an unknown key", whole(`data: {"x":${nested('{"a":', "}")}}\n\n`, GOOD)),
  measured("lines of other fields and no colon", whole("id: 1\nretry: 0\ndata\nDATA: {}\n:\n::\n", GOOD)),
  measured("NaN in a usage, which is no JSON", whole(TWO, usage('{"completion_tokens":NaN}'), STOP, DONE)),
  measured("a usage whose counts are texts", whole(TWO, usage('{"completion_tokens":"two"}'), STOP, DONE)),
  measured("choices that are no list", whole(line({ choices: { 0: { delta: { content: "x" } } } }), GOOD)),
  measured("choices of null", whole(line({ choices: [null] }), GOOD)),
  measured("content that is a number, a list, an object", whole(delta(1), delta(["x"]), delta({ text: "x" }), GOOD)),
  measured("keys that poison prototypes", whole('data: {"__proto__":{"choices":[]},"constructor":1}\n\n', GOOD)),
  measured(
    "a finish reason of a million characters",
    whole(TWO, line({ choices: [{ delta: {}, finish_reason: "s".repeat(MIB) }] }), DONE),
  ),
  measured("control characters in the text", whole(delta("\u0000\u001b[2J"), GOOD), 3),
  measured(
    "a null error beside content",
    whole(line({ error: null, choices: [{ delta: { content: "x" } }] }), GOOD),
    3,
  ),
];

const BROKEN_COUNTS: readonly HostileStream[] = [
  ["-5", "a negative token count"],
  ["2.5", "a token count that is no whole number"],
  ["1e308", "a token count as large as a number gets"],
  ["1e999", "a token count that JSON reads as infinite"],
  ["9007199254740993", "a token count past the exact integers"],
].map(([count, name]) =>
  failed("nonfinite")(
    name ?? "",
    whole(TWO, usage(`{"completion_tokens":${count}}`), STOP, DONE),
    "measured value not finite",
  ),
);

const ERRORS: readonly HostileStream[] = [
  failed("nonfinite")("a negative prompt count", whole(TWO, usage('{"prompt_tokens":-1}'), STOP, DONE)),
  failed("nonfinite")(
    "a cached count that is infinite",
    whole(TWO, usage('{"prompt_tokens_details":{"cached_tokens":1e999}}'), DONE),
  ),
  failed("stream_error")("an error object", whole(TWO, line({ error: { message: "broke" } })), "request error: broke"),
  failed("stream_error")("an error of false", whole(line({ error: false })), "request error: false"),
  failed("stream_error")(
    "an error nested deeper than the stack",
    whole(`data: {"error":${nested("[", "]")}}\n\n`),
    "request error: unreadable error",
  ),
  failed("stream_error")(
    "an error of a million characters",
    whole(line({ error: { message: "e".repeat(MIB) } })),
    `request error: ${"e".repeat(500)}`,
  ),
  failed("stream_error")(
    "an error that would steer a terminal",
    whole(line({ error: "\u001b[31mred\r\n\u202eturned" })),
    "request error: [31mred turned",
  ),
  failed("stream_error")(
    "an event named error without JSON",
    whole("event: error\ndata: out of memory\n\n"),
    "request error: out of memory",
  ),
  failed("stream_error")("a line that never ends", forever("data: ", Buffer.alloc(MIB, "x"))),
  failed("leak")("a stop token cut over three events", whole(delta("<|im"), delta("_en"), delta("d|>"), GOOD)),
];

const NOTHING_TO_MEASURE: readonly HostileStream[] = [
  failed("no_content")("an empty body", whole("")),
  failed("no_content")("carriage returns alone as line ends", whole(GOOD.replaceAll("\n", "\r"))),
  failed("no_content")("one line without its end", whole('data: {"choices":[{"delta":{"content":"x"}}]}')),
  failed("no_content")("a web page", whole("<!doctype html><title>Login</title>")),
  failed("no_content")("zero bytes", whole(Buffer.alloc(MIB))),
  failed("no_content")(
    "random bytes",
    whole(Buffer.from(Array.from({ length: 65_536 }, (_, index) => (index * 7919 + (index >> 3)) % 256))),
  ),
  failed("no_content")("UTF-16", whole(Buffer.from(GOOD, "utf16le"))),
  failed("no_content")("[DONE] at once", whole(DONE)),
  failed("no_content")(
    "only a role and usage",
    whole(line({ choices: [{ delta: { role: "assistant" } }] }), usage('{"completion_tokens":9}'), DONE),
  ),
  failed("truncated")("content and then the end", whole(TWO)),
  failed("idle_timeout")("comments for ever", forever("", ": keep-alive\n\n")),
  failed("idle_timeout")("empty lines for ever", forever("", "\n".repeat(1000))),
  failed("idle_timeout")("silence after the headers", (response) => {
    open(response);
    response.flushHeaders();
  }),
  failed("nonfinite")("content for ever", forever("", delta("x"))),
  failed("nonfinite")("role-only deltas for ever", forever("", line({ choices: [{ delta: { role: "assistant" } }] }))),
  failed("nonfinite")("broken JSON for ever", forever("", 'data: {"choices\n\n')),
];

const HTTP: readonly HostileStream[] = [
  failed("http")("a refusal whose body never ends", (response) => {
    response.writeHead(500);
    const push = () => {
      while (!response.destroyed && response.write("x".repeat(65_536)));
    };
    response.on("drain", push);
    push();
  }),
  failed("http")(
    "a redirect",
    (response) => void response.writeHead(302, { location: "http://192.0.2.1/" }).end(),
    "HTTP 302",
  ),
  failed("http")(
    "an upgrade to another protocol",
    raw("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"),
    "HTTP 101",
  ),
  failed("truncated")("a chunk size that is no number", raw(chunked("zz\r\ndata: x\r\n"))),
  failed("truncated")("a chunk longer than the stream", raw(chunked(`ffff\r\n${TWO}`))),
  failed("truncated")(
    "a body shorter than its stated length",
    raw(`HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n${TWO}`),
  ),
  failed("truncated")("a reset in mid-stream", (response) => {
    open(response);
    response.write(TWO, () => response.socket?.resetAndDestroy());
  }),
  failed("connect")("another protocol", raw("SSH-2.0-OpenSSH_9.6\r\n")),
  failed("connect")("headers without an end", raw(`HTTP/1.1 200 OK\r\nx: ${"y".repeat(MIB)}`)),
  failed("connect")("a close without an answer", (response) => void response.socket?.destroy()),
  failed("no_content")("a stream compressed against the request", (response) => {
    response.writeHead(200, { "content-encoding": "gzip" }).end(Buffer.from("1f8b0800000000000003", "hex"));
  }),
];

/** Every hostile stream: at least thirty. */
export const HOSTILE_STREAMS: readonly HostileStream[] = [
  ...ODD_BUT_READABLE,
  ...BROKEN_COUNTS,
  ...ERRORS,
  ...NOTHING_TO_MEASURE,
  ...HTTP,
];
