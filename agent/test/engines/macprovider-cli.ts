#!/usr/bin/env node
// Imitates macprovider-cli at 01256b48: routes, health and error envelopes by phase3-binary/Sources/macprovider-cli/HTTPServer.swift; flags by serve.md section 1, which both share.
import { existsSync } from "node:fs";
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
  "--no-join": false,
  "--model": true,
  "--port": true,
  "--kv-bits": true,
  "--max-batch": true,
  "--max-context": true,
  "--config": true,
};

function fail(message: string, code: number): never {
  process.stderr.write(`Error: ${message}\nUsage: macprovider-cli serve [--no-join] [--model <model>]\n`);
  process.exit(code);
}

const [command, ...args] = process.argv.slice(2);
if (command === "--version") {
  process.stdout.write("1.8.0\n");
  process.exit(0);
}
if (command !== "serve") fail(`Unexpected argument '${command}'`, 64);
const flags = readFlags(args, FLAGS, (flag) => fail(`Unknown option '${flag}'`, 64));
// biome-ignore lint/style/noProcessEnv: its config file is named by environment
const config = process.env["MACPROVIDER_CONFIG"];
if (config !== undefined && !existsSync(config)) fail(`config file ${config} does not exist`, 2);

const model = flags.get("--model") ?? "";
const cap = control().contextTokens ?? Number(flags.get("--max-context") ?? 20_000);
const slots = control().slots ?? Number(flags.get("--max-batch") ?? 1);
const inSlot = createSlots(slots);
let isLoaded = false;

const envelope = (code: string, message: string, type = code) => ({ error: { message, type, code } });

const Request = z.looseObject({ model: z.string(), max_tokens: z.int().default(512) });

async function complete(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readJson(request);
  const { max_tokens: maxTokens } = Request.parse(body);
  if (!isLoaded) {
    sendJson(response, 503, envelope("model_not_loaded", "Model not loaded", "server_error"));
    return;
  }
  const promptTokens = 3 + messagesOf(body).reduce((sum, { content }) => sum + wordsOf(content).length, 0);
  if (promptTokens > cap) {
    const message = `Prompt of ${promptTokens} tokens exceeds the context cap of ${cap} tokens`;
    sendJson(response, 413, envelope("context_length_exceeded", message));
    return;
  }
  await inSlot(() => stream({ response, promptTokens, room: Math.min(maxTokens, cap - promptTokens) }));
}

type Answer = { response: ServerResponse; promptTokens: number; room: number };

async function stream({ response, promptTokens, room }: Answer): Promise<void> {
  const send = (fields: object) =>
    response.write(
      `data: ${JSON.stringify({ id: "chatcmpl-x", object: "chat.completion.chunk", created: 1, model, ...fields })}\n\n`,
    );
  response.writeHead(200, { "content-type": "text/event-stream" });
  send({ choices: [{ index: 0, delta: { role: "assistant" }, finish_reason: null }] });
  let count = 0;
  for await (const token of answerTokens(room, response)) {
    if (token === "error") {
      send(envelope("internal_error", "Inference engine error", "server_error"));
      response.end("data: [DONE]\n\n");
      return;
    }
    count += token.tokens;
    const delta = token.isReasoning ? { reasoning_content: token.text } : { content: token.text };
    send({ choices: [{ index: 0, delta, finish_reason: null }] });
  }
  if (response.destroyed) return;
  send({ choices: [{ index: 0, delta: {}, finish_reason: count >= room ? "length" : "stop" }] });
  const usage = { prompt_tokens: promptTokens, completion_tokens: count, total_tokens: promptTokens + count };
  send({ choices: [], usage });
  response.end("data: [DONE]\n\n");
}

serve(
  Number(flags.get("--port") ?? 8080),
  {
    // Answers as soon as a model is configured, loaded or not.
    "GET /v1/models": (_request, response) =>
      sendJson(response, 200, {
        object: "list",
        data: [{ id: model, object: "model", created: 0, owned_by: "macprovider" }],
      }),
    "GET /v1/health": (_request, response) =>
      sendJson(response, isLoaded ? 200 : 503, {
        status: isLoaded ? "ready" : "unavailable",
        model,
        model_loaded: isLoaded,
        uptime_s: 1,
        requests_total: 0,
        capacity: {
          ram_gb: 16,
          ram_tier: "16gb",
          max_context_tokens: cap,
          max_concurrency: slots,
          throughput_tps_estimate: 10,
          ...(control().kvBits === undefined ? {} : { kv_bits: control().kvBits }),
        },
      }),
    "POST /v1/chat/completions": complete,
  },
  envelope("invalid_request", "not found"),
);
await load();
isLoaded = true;
