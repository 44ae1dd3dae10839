#!/usr/bin/env node
// Imitates llama-server of llama.cpp at 00dc8057: flags and routes by tools/server/README.md, chunk and timing fields by tools/server/server-task.cpp.
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
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
} from "./stand-in.ts";

const FLAGS = {
  "-m": true,
  "--offline": false,
  "--host": true,
  "--port": true,
  "-c": true,
  "-np": true,
  "-no-kvu": false,
  "-kvu": false,
  "-fit": true,
  "-ctk": true,
  "-ctv": true,
  "-fa": true,
  "-ngl": true,
  "--cache-ram": true,
  "-t": true,
  "--version": false,
};

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const flags = readFlags(process.argv.slice(2), FLAGS, (flag) => fail(`error: invalid argument: ${flag}`));
if (flags.has("--version")) {
  process.stderr.write("version: 0 (00dc805)\nbuilt with Apple clang version 17.0.0 for arm64-apple-darwin25\n");
  process.exit(0);
}

const CACHE_TYPES = ["f32", "f16", "bf16", "q8_0", "q4_0", "q4_1", "iq4_nl", "q5_0", "q5_1"];
for (const flag of ["-ctk", "-ctv"]) {
  const type = flags.get(flag) ?? "f16";
  if (!CACHE_TYPES.includes(type)) fail(`error while handling argument "${flag}": Unsupported cache type: ${type}`);
}

const model = flags.get("-m") ?? "";
const unloadable = `srv    load_model: failed to load model, '${model}'`;
try {
  if (readFileSync(model).subarray(0, 4).toString("latin1") !== "GGUF") fail(unloadable);
} catch {
  fail(unloadable);
}
const isQuantised = (flags.get("-ctv") ?? "f16").startsWith("q");
if (isQuantised && flags.get("-fa") !== "on") {
  fail("llama_init_from_model: V cache quantization requires flash_attn");
}

// -np -1 is the default: four slots that share one unified cache.
const asked = Number(flags.get("-np") ?? -1);
const isUnified = asked < 1 || flags.has("-kvu") || !flags.has("-no-kvu");
const slotCount = control().slots ?? (asked < 1 ? 4 : asked);
const total = Number(flags.get("-c") ?? 0);
const perSlot = isUnified ? total : Math.ceil(total / (asked < 1 ? 4 : asked) / 256) * 256;
const nCtx = control().contextTokens ?? perSlot;
const inSlot = createSlots(slotCount);
let isLoaded = false;

const LOADING = { error: { code: 503, message: "Loading model", type: "unavailable_error" } };
const whenLoaded =
  (route: Route): Route =>
  (request, response) =>
    isLoaded ? route(request, response) : sendJson(response, 503, LOADING);

const templated = (body: unknown): string =>
  `${messagesOf(body)
    .map(({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`)
    .join("")}<|im_start|>assistant\n`;

/** A word with the space around it is a token; a SentencePiece vocabulary puts a space before the whole. */
function piecesOf(content: string): string[] {
  const whole = control().addsSpacePrefix && content !== "" ? ` ${content}` : content;
  return whole.match(/\s*\S+(?:\s+$)?|^\s+$/g) ?? [];
}

const Request = z.looseObject({
  max_tokens: z.int().optional(),
  stream: z.boolean().optional(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).optional(),
});

async function complete(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readJson(request);
  const { max_tokens: maxTokens, stream_options: options } = Request.parse(body);
  const promptTokens = piecesOf(templated(body)).length + 1;
  if (promptTokens > nCtx) {
    sendJson(response, 400, {
      error: {
        code: 400,
        message: `request (${promptTokens} tokens) exceeds the available context size (${nCtx} tokens), try increasing it`,
        type: "exceed_context_size_error",
        n_prompt_tokens: promptTokens,
        n_ctx: nCtx,
      },
    });
    return;
  }
  await inSlot(() =>
    stream({ response, promptTokens, maxTokens: maxTokens ?? 512, hasUsage: options?.include_usage === true }),
  );
}

type Answer = { response: ServerResponse; promptTokens: number; maxTokens: number; hasUsage: boolean };

async function stream({ response, promptTokens, maxTokens, hasUsage }: Answer): Promise<void> {
  const send = (fields: object) =>
    response.write(
      `data: ${JSON.stringify({ ...fields, created: 1, id: "chatcmpl-x", model, system_fingerprint: "b0-00dc805", object: "chat.completion.chunk" })}\n\n`,
    );
  const room = Math.min(maxTokens, nCtx - promptTokens);
  const startedMs = performance.now();
  response.writeHead(200, { "content-type": "text/event-stream" });
  send({ choices: [{ finish_reason: null, index: 0, delta: { role: "assistant", content: null } }] });
  let count = 0;
  for await (const token of answerTokens(room, response)) {
    if (token === "error") {
      response.end(
        `data: ${JSON.stringify({ error: { code: 500, message: "decode failed", type: "server_error" } })}\n\n`,
      );
      return;
    }
    count += token.tokens;
    const delta = token.isReasoning ? { reasoning_content: token.text } : { content: token.text };
    send({ choices: [{ finish_reason: null, index: 0, delta }] });
  }
  if (response.destroyed) return;
  const finish = count >= room ? "length" : "stop";
  send({ choices: [{ finish_reason: finish, index: 0, delta: {} }] });
  const predictedMs = (performance.now() - startedMs) * control().clockFactor;
  if (hasUsage) {
    send({
      choices: [],
      usage: {
        completion_tokens: count,
        prompt_tokens: promptTokens,
        total_tokens: count + promptTokens,
        prompt_tokens_details: { cached_tokens: 1 },
      },
      timings: {
        cache_n: 1,
        prompt_n: promptTokens - 1,
        prompt_ms: 1.5,
        prompt_per_second: ((promptTokens - 1) * 1000) / 1.5,
        predicted_n: count,
        predicted_ms: predictedMs,
        predicted_per_second: (count * 1000) / predictedMs,
      },
    });
  }
  response.end("data: [DONE]\n\n");
}

serve(
  Number(flags.get("--port") ?? 9931),
  {
    "GET /health": (_request, response) =>
      isLoaded || control().isHealthAlways200
        ? sendJson(response, 200, { status: "ok" })
        : sendJson(response, 503, LOADING),
    "GET /props": whenLoaded((_request, response) =>
      sendJson(response, 200, {
        default_generation_settings: { id: 0, n_ctx: nCtx, is_processing: false, params: {} },
        total_slots: slotCount,
        model_path: model,
        chat_template: "",
        modalities: { vision: false },
        build_info: "b0-00dc805",
        is_sleeping: false,
      }),
    ),
    "GET /slots": whenLoaded((_request, response) =>
      sendJson(
        response,
        200,
        Array.from({ length: slotCount }, (_, id) => ({ id, n_ctx: nCtx, speculative: false, is_processing: false })),
      ),
    ),
    "POST /apply-template": whenLoaded(async (request, response) =>
      sendJson(response, 200, { prompt: templated(await readJson(request)) }),
    ),
    "POST /tokenize": whenLoaded(async (request, response) => {
      const {
        content,
        add_special: hasSpecial,
        with_pieces: hasPieces,
      } = z
        .looseObject({
          content: z.string(),
          add_special: z.boolean().optional(),
          with_pieces: z.boolean().optional(),
        })
        .parse(await readJson(request));
      const pieces = [...(hasSpecial === true ? ["<s>"] : []), ...piecesOf(content)];
      sendJson(response, 200, { tokens: pieces.map((piece, id) => (hasPieces === true ? { id, piece } : id)) });
    }),
    "POST /v1/chat/completions": whenLoaded(complete),
  },
  { error: { code: 404, message: "File Not Found", type: "not_found_error" } },
);
await load();
isLoaded = true;
