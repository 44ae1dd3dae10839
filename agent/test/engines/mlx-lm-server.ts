#!/usr/bin/env node
// Imitates mlx_lm.server at ba46244b: flags, routes, keep-alive comments, chunks and fingerprint by mlx_lm/server.py.
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import {
  answerTokens,
  control,
  createSlots,
  load,
  messagesOf,
  readFlags,
  readJson,
  sendJson,
  serve,
  wordsOf,
} from "./stand-in.ts";

const FLAGS = {
  "--model": true,
  "--host": true,
  "--port": true,
  "--decode-concurrency": true,
  "--prompt-concurrency": true,
  "--max-tokens": true,
  "--log-level": true,
};

function fail(message: string): never {
  process.stderr.write(`usage: mlx_lm.server [-h] [--model MODEL]\nmlx_lm.server: error: ${message}\n`);
  process.exit(2);
}

const flags = readFlags(process.argv.slice(2), FLAGS, (flag) => fail(`unrecognized arguments: ${flag}`));
const model = flags.get("--model") ?? "";
const inSlot = createSlots(control().slots ?? Number(flags.get("--decode-concurrency") ?? 32));
const FINGERPRINT = "0.30.5-0.30.3-macOS-26.1-arm64-arm-64bit-applegpu_g16s";
const loading = Promise.withResolvers<void>();

const Request = z.looseObject({
  model: z.string().default("default_model"),
  max_tokens: z.int().default(512),
  stream_options: z.looseObject({ include_usage: z.boolean() }).optional(),
});

async function complete(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readJson(request);
  const parsed = Request.parse(body);
  if (parsed.model !== "default_model" && parsed.model !== model) {
    sendJson(response, 404, { error: `404 Client Error: repository ${parsed.model} not found` });
    return;
  }
  await loading.promise;
  const promptTokens = 3 + messagesOf(body).reduce((sum, { content }) => sum + wordsOf(content).length, 0);
  const hasUsage = parsed.stream_options?.include_usage === true;
  await inSlot(() => stream({ response, promptTokens, maxTokens: parsed.max_tokens, hasUsage }));
}

type Answer = { response: ServerResponse; promptTokens: number; maxTokens: number; hasUsage: boolean };

async function stream({ response, promptTokens, maxTokens, hasUsage }: Answer): Promise<void> {
  const send = (fields: object) =>
    response.write(
      `data: ${JSON.stringify({ id: "chatcmpl-x", system_fingerprint: FINGERPRINT, object: "chat.completion.chunk", model: "default_model", created: 1, ...fields })}\n\n`,
    );
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  response.write(`: keepalive ${promptTokens}/${promptTokens}\n\n`);
  let count = 0;
  for await (const token of answerTokens(maxTokens, response)) {
    // An exception of its generator ends the thread of the request: nothing is said, the connection closes.
    if (token === "error") {
      response.end();
      return;
    }
    count += token.tokens;
    const delta = token.isReasoning
      ? { role: "assistant", content: "", reasoning: token.text }
      : { role: "assistant", content: token.text, reasoning: "" };
    send({ choices: [{ index: 0, finish_reason: null, delta }] });
  }
  if (response.destroyed) return;
  const finish = count >= maxTokens ? "length" : "stop";
  send({ choices: [{ index: 0, finish_reason: finish, delta: { role: "assistant", content: "", reasoning: "" } }] });
  if (hasUsage) {
    send({
      object: "chat.completion",
      choices: [],
      usage: {
        prompt_tokens: promptTokens,
        completion_tokens: count,
        total_tokens: promptTokens + count,
        prompt_tokens_details: { cached_tokens: 0 },
      },
    });
  }
  response.end("data: [DONE]\n\n");
}

serve(
  Number(flags.get("--port") ?? 8080),
  {
    "GET /health": (_request, response) => sendJson(response, 200, { status: "ok" }),
    "GET /v1/models": (_request, response) =>
      sendJson(response, 200, { object: "list", data: [{ id: model, object: "model", created: 1 }] }),
    "POST /v1/chat/completions": complete,
  },
  "Not Found",
);
await load();
loading.resolve();
