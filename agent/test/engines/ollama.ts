#!/usr/bin/env node
// Imitates ollama 0.12.6: environment and routes by docs/faq.mdx and docs/api.md, refusals by server/routes.go of that release.
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import {
  answerTokens,
  control,
  createSlots,
  load,
  messagesOf,
  readJson,
  sendJson,
  serve,
  wordsOf,
} from "./stand-in.ts";

const VERSION = "0.12.6";
const [command, ...rest] = process.argv.slice(2);
if (command === "--version") {
  process.stdout.write(
    `Warning: could not connect to a running Ollama instance\nWarning: client version is ${VERSION}\n`,
  );
  process.exit(0);
}
if (command !== "serve" || rest.length > 0) {
  process.stderr.write(`Error: unknown command "${command}" for "ollama"\n`);
  process.exit(1);
}

const environment = z
  .object({
    OLLAMA_HOST: z.string(),
    OLLAMA_CONTEXT_LENGTH: z.coerce.number().int(),
    OLLAMA_NUM_PARALLEL: z.coerce.number().int(),
    OLLAMA_KV_CACHE_TYPE: z.string().default("f16"),
    OLLAMA_FLASH_ATTENTION: z.string().default(""),
  })
  // biome-ignore lint/style/noProcessEnv: all its knobs are environment
  .parse(process.env);
// An unknown type is not refused: the cache then stays f16, without a word.
const port = Number(environment.OLLAMA_HOST.split(":").at(-1));
const contextLength = () => control().contextTokens ?? environment.OLLAMA_CONTEXT_LENGTH;
const inSlot = createSlots(control().slots ?? environment.OLLAMA_NUM_PARALLEL);
const pulled = new Set<string>();
let loaded: string | null = null;

async function pull(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { model } = z.looseObject({ model: z.string() }).parse(await readJson(request));
  const say = (line: object) => response.write(`${JSON.stringify(line)}\n`);
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  say({ status: "pulling manifest" });
  if (!model.startsWith("hf.co/")) {
    response.end(`${JSON.stringify({ error: "pull model manifest: file does not exist" })}\n`);
    return;
  }
  const digest = `sha256:${"a".repeat(64)}`;
  say({ status: "pulling aaaaaaaaaaaa", digest, total: 2000, completed: 500 });
  say({ status: "pulling aaaaaaaaaaaa", digest, total: 2000, completed: 2000 });
  pulled.add(model);
  response.end(`${JSON.stringify({ status: "success" })}\n`);
}

async function generate(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { model } = z.looseObject({ model: z.string() }).parse(await readJson(request));
  if (!pulled.has(model)) {
    sendJson(response, 404, { error: `model '${model}' not found` });
    return;
  }
  await load();
  loaded = model;
  sendJson(response, 200, { model, created_at: "2026-01-01T00:00:00Z", response: "", done: true, done_reason: "load" });
}

const Chat = z.looseObject({
  model: z.string(),
  truncate: z.boolean().default(true),
  options: z.looseObject({ num_predict: z.int().default(-1) }).default({ num_predict: -1 }),
});

async function chat(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readJson(request);
  const { model, truncate, options } = Chat.parse(body);
  if (control().isHealthAlways200 && control().hangsInLoad) await new Promise(() => undefined);
  const words = 2 + messagesOf(body).reduce((sum, { content }) => sum + wordsOf(content).length, 0);
  if (words > contextLength() && !truncate) {
    sendJson(response, 400, { error: "the input length exceeds the context length" });
    return;
  }
  const promptTokens = Math.min(words, contextLength());
  const wanted = options.num_predict < 0 ? 512 : options.num_predict;
  await inSlot(() => stream({ response, model, promptTokens, wanted }));
}

type Answer = { response: ServerResponse; model: string; promptTokens: number; wanted: number };

async function stream({ response, model, promptTokens, wanted }: Answer): Promise<void> {
  const say = (fields: object) =>
    response.write(`${JSON.stringify({ model, created_at: "2026-01-01T00:00:00Z", ...fields })}\n`);
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  const startedMs = performance.now();
  let count = 0;
  for await (const token of answerTokens(wanted, response)) {
    if (token === "error") {
      response.end(`${JSON.stringify({ error: "an error was encountered while running the model" })}\n`);
      return;
    }
    count += token.tokens;
    const message = token.isReasoning
      ? { role: "assistant", content: "", thinking: token.text }
      : { role: "assistant", content: token.text };
    say({ message, done: false });
  }
  if (response.destroyed) return;
  const ns = Math.round((performance.now() - startedMs) * 1e6 * control().clockFactor);
  say({
    message: { role: "assistant", content: "" },
    done: true,
    done_reason: count >= wanted ? "length" : "stop",
    total_duration: ns,
    load_duration: 1000,
    prompt_eval_count: promptTokens,
    prompt_eval_duration: 2_000_000,
    eval_count: count,
    eval_duration: ns,
  });
  response.end();
}

serve(
  port,
  {
    "GET /api/version": (_request, response) => sendJson(response, 200, { version: VERSION }),
    "GET /api/tags": (_request, response) =>
      sendJson(response, 200, { models: [...pulled].map((name) => ({ name, model: name, size: 2000 })) }),
    "GET /api/ps": (_request, response) =>
      sendJson(response, 200, {
        models:
          loaded === null
            ? []
            : [{ name: loaded, model: loaded, size: 2000, size_vram: 2000, context_length: contextLength() }],
      }),
    "POST /api/pull": pull,
    "POST /api/generate": generate,
    "POST /api/chat": chat,
  },
  { error: "404 page not found" },
);
