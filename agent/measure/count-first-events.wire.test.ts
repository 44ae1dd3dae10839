import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../host/system-clock.ts";
import { freePort } from "../test/free-port.ts";
import { measureVolley, type ProbeAim } from "./measure-volley.ts";

const FIRST = "three plain words";
const data = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
const content = (text: string, usage?: object) => data({ choices: [{ delta: { content: text } }], usage });
const usageOf = (tokens: number) => ({ prompt_tokens: 5, completion_tokens: tokens });
const END = `${data({ choices: [{ delta: {}, finish_reason: "length" }] })}${data({ choices: [], usage: usageOf(5) })}data: [DONE]\n\n`;

async function read(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

interface Provider {
  /** What the first event says, as it goes over the wire. */
  readonly first: string;
  readonly tokenize: (text: string, response: ServerResponse) => void;
}

const words = (text: string, response: ServerResponse) =>
  response.end(JSON.stringify({ count: text.split(" ").length }));

/** A provider of five tokens an answer, three of them in the first event; it notes what it was asked. */
async function provider({ first, tokenize }: Provider) {
  const port = await freePort();
  const log: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = JSON.parse(await read(request));
    if (request.url === "/v1/tokenize") {
      log.push(`tokenize ${body.content}`);
      return tokenize(body.content, response);
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(first);
    await new Promise((resolve) => setTimeout(resolve, 20));
    for (const text of [" four", " five"]) response.write(content(text));
    log.push("answer");
    response.end(END);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port, log };
}

async function volley(port: number, size: number) {
  const aim: ProbeAim = {
    runner: {
      setQuiet: () => undefined,
      live: () => ({ hasExited: () => false, exit: () => null }),
    },
    port,
    model: "m",
    targetContext: 64,
    gateTtftMs: 1000,
    signal: new AbortController().signal,
    nonce: () => "abc",
    nowUs: () => systemClock.monoMs() * 1000,
    lagLimitMs: 10_000,
  };
  const { outcomes } = await measureVolley(aim, { wordCount: 5, size, hasUsage: true });
  return outcomes.map(({ raw }) => raw);
}

test("M7 M5 the provider's tokenizer counts first events after the last stream of the volley ended; no text is kept", async () => {
  const { port, log } = await provider({ first: content(FIRST), tokenize: words });
  const raws = await volley(port, 3);
  for (const raw of raws) expect(raw).toMatchObject({ k1: 3, k1Known: true, k1Source: "tokenizer", nUsage: 5 });
  expect(log).toEqual([...Array(3).fill("answer"), ...Array(3).fill(`tokenize ${FIRST}`)]);
  expect(JSON.stringify(raws)).not.toContain("plain");
});

test("M7 usage on the first event comes before the tokenizer, which is not asked", async () => {
  const { port, log } = await provider({ first: content(FIRST, usageOf(2)), tokenize: words });
  expect(await volley(port, 1)).toMatchObject([{ k1: 2, k1Known: true, k1Source: "usage" }]);
  expect(log).toEqual(["answer"]);
});

test("M7 reasoning is counted like an answer", async () => {
  const first = data({ choices: [{ delta: { reasoning_content: FIRST } }] });
  const { port } = await provider({ first, tokenize: words });
  expect(await volley(port, 1)).toMatchObject([{ k1: 3, k1Source: "tokenizer" }]);
});

test.each<[string, Provider["tokenize"]]>([
  ["no such route", (_text, response) => response.writeHead(404).end("{}")],
  ["no JSON", (_text, response) => response.end("three")],
  ["no count", (_text, response) => response.end('{"tokens":3}')],
  ["a closed connection", (_text, response) => response.destroy()],
])("M7 M8 a provider with %s leaves k1 unknown, taken as 1, and is asked once", async (_title, tokenize) => {
  const { port, log } = await provider({ first: content(FIRST), tokenize });
  const raws = await volley(port, 2);
  for (const raw of raws) expect(raw).toMatchObject({ k1: 1, k1Known: false, k1Source: null, error: null });
  expect(log.filter((line) => line !== "answer")).toHaveLength(1);
});

test("M7 a text that the tokenizer cannot tell stays unknown, and the next is asked all the same", async () => {
  const { port, log } = await provider({
    first: content(FIRST),
    tokenize: (_text, response) => response.end('{"count":null}'),
  });
  const raws = await volley(port, 2);
  for (const raw of raws) expect(raw).toMatchObject({ k1: 1, k1Known: false, k1Source: null });
  expect(log.filter((line) => line !== "answer")).toHaveLength(2);
});

test("M7 a tool call's tokens are not all in the text, so nobody is asked", async () => {
  const first = data({ choices: [{ delta: { content: FIRST, tool_calls: [{ function: { name: "f" } }] } }] });
  const { port, log } = await provider({ first, tokenize: words });
  expect(await volley(port, 1)).toMatchObject([{ k1: 1, k1Known: false }]);
  expect(log).toEqual(["answer"]);
});
