#!/usr/bin/env node
// Imitates mlx_vlm.server at 06ec578a: flags by mlx_vlm/server/cli.py, routes and health by server/app.py, budget words by server/generation.py, timings by server/schemas.py; the keys of /v1/settings by server/runtime_config.py.
import { existsSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { z } from "zod";
import {
  answerTokens,
  control,
  createSlots,
  load,
  messagesOf,
  type Route,
  readFlags,
  readJson,
  sendJson,
  serve,
  wordsOf,
} from "./stand-in.ts";

const FLAGS = {
  "--host": true,
  "--port": true,
  "--model": true,
  "--max-tokens": true,
  "--kv-bits": true,
  "--kv-quant-scheme": true,
  "--kv-group-size": true,
  "--max-kv-size": true,
  "--quantized-kv-start": true,
  "--max-num-seqs": true,
  "--log-level": true,
};
const VERSION = "0.6.3";

function fail(message: string): never {
  process.stderr.write(`usage: mlx_vlm.server [-h] [--host HOST] [--port PORT]\nmlx_vlm.server: error: ${message}\n`);
  process.exit(2);
}

const flags = readFlags(process.argv.slice(2), FLAGS, (flag) => fail(`unrecognized arguments: ${flag}`));
const scheme = flags.get("--kv-quant-scheme") ?? "uniform";
if (!["uniform", "turboquant"].includes(scheme)) fail(`argument --kv-quant-scheme: invalid choice: '${scheme}'`);
if (flags.get("--host") !== "127.0.0.1")
  fail("the stand-in refuses to listen on every interface, as the default would");

const model = flags.get("--model") ?? "";
const askedBits = flags.has("--kv-bits") ? Number(flags.get("--kv-bits")) : null;
const kvBits = control().kvBits === undefined ? askedBits : control().kvBits;
const askedLimit = flags.has("--max-kv-size") ? Number(flags.get("--max-kv-size")) : null;
const limit = control().contextTokens ?? askedLimit;
const inSlot = createSlots(control().slots ?? Number(flags.get("--max-num-seqs") ?? 64));
let isLoaded = false;

const nativeContext = (): number =>
  z
    .looseObject({ max_position_embeddings: z.int() })
    .parse(JSON.parse(readFileSync(join(model, "config.json"), "utf8"))).max_position_embeddings;

const named =
  (route: Route): Route =>
  (request, response) => {
    response.setHeader("server", `mlx_vlm/${VERSION}`);
    return route(request, response);
  };

const Request = z.looseObject({
  model: z.string(),
  max_tokens: z.int().default(256),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).optional(),
});

async function complete(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readJson(request);
  const parsed = Request.parse(body);
  if (!isLoaded) await new Promise(() => undefined);
  if (parsed.model !== model) {
    sendJson(response, 500, { detail: `Failed to load model: ${parsed.model}` });
    return;
  }
  const promptTokens = 4 + messagesOf(body).reduce((sum, { content }) => sum + wordsOf(content).length, 0);
  const needed = promptTokens + parsed.max_tokens;
  if (limit !== null && needed > limit) {
    const parts = `(${promptTokens} prompt + ${parsed.max_tokens} max generation)`;
    sendJson(response, 400, {
      detail: `Request needs ${needed} context tokens ${parts}, but MAX_KV_SIZE is ${limit}.`,
    });
    return;
  }
  const hasUsage = parsed.stream_options?.include_usage === true;
  await inSlot(() => stream({ response, promptTokens, maxTokens: parsed.max_tokens, hasUsage }));
}

type Answer = { response: ServerResponse; promptTokens: number; maxTokens: number; hasUsage: boolean };

async function stream({ response, promptTokens, maxTokens, hasUsage }: Answer): Promise<void> {
  const send = (fields: object) =>
    response.write(
      `data: ${JSON.stringify({ id: "chatcmpl-x", object: "chat.completion.chunk", created: 1, model, ...fields })}\n\n`,
    );
  response.writeHead(200, { "content-type": "text/event-stream" });
  const startedMs = performance.now();
  let count = 0;
  for await (const token of answerTokens(maxTokens, response)) {
    if (token === "error") {
      response.end(`data: ${JSON.stringify({ error: "generation failed" })}\n\n`);
      return;
    }
    count += token.tokens;
    const delta = token.isReasoning
      ? { role: "assistant", content: null, reasoning: token.text }
      : { role: "assistant", content: token.text, reasoning: null };
    send({ choices: [{ index: 0, delta, finish_reason: null }] });
  }
  if (response.destroyed) return;
  send({
    choices: [
      { index: 0, delta: { role: "assistant", content: "" }, finish_reason: count >= maxTokens ? "length" : "stop" },
    ],
  });
  const predictedMs = (performance.now() - startedMs) * control().clockFactor;
  if (hasUsage) {
    send({
      choices: [],
      usage: {
        prompt_tokens: promptTokens,
        completion_tokens: count,
        total_tokens: promptTokens + count,
        prompt_tokens_details: { cached_tokens: 0 },
      },
      timings: { prompt_n: promptTokens, cache_n: 0, predicted_n: count, prompt_ms: 2, predicted_ms: predictedMs },
    });
  }
  response.end("data: [DONE]\n\n");
}

/** The real one listens only once its model is loaded; this one may also lie. */
async function listen(): Promise<void> {
  if (!existsSync(join(model, "config.json"))) {
    process.stderr.write(`ERROR:    Failed to load model: ${model}\n`);
    process.exit(3);
  }
  serve(
    Number(flags.get("--port") ?? 8080),
    {
      "GET /health": named((_request, response) =>
        sendJson(response, 200, {
          status: "healthy",
          loaded_model: isLoaded || control().isHealthAlways200 ? model : null,
          loaded_adapter: null,
          loaded_context_size: nativeContext(),
          configured_context_limit: askedLimit,
          effective_context_limit: limit === null ? nativeContext() : Math.min(nativeContext(), limit),
          loaded_tool_parser: null,
          continuous_batching_enabled: true,
          apc_enabled: false,
        }),
      ),
      "GET /v1/settings": named((_request, response) =>
        sendJson(response, 200, {
          schema: [],
          current: { kv_bits: kvBits, kv_quant_scheme: scheme, kv_group_size: 64, max_kv_size: askedLimit },
        }),
      ),
      "GET /metrics": named((_request, response) => sendJson(response, 200, { latest: null, recent: [], summary: {} })),
      "POST /v1/chat/completions": named(complete),
    },
    { detail: "Not Found" },
  );
}

if (control().isHealthAlways200) await listen();
await load();
isLoaded = true;
if (!control().isHealthAlways200) await listen();
