import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { isSameModel } from "../../../core/serving/model-id.ts";
import type { ChatMessage, CompletionEnd, PreparedPrompt } from "../../engines/engine.ts";
import type { Slot } from "../admission.ts";
import type { Loaded, ServeRuntime } from "../serve-runtime.ts";
import { createStopFilter } from "../stop-filter.ts";
import { ApiError, errorBody } from "./api-error.ts";
import { ChatRequest } from "./chat-request.ts";
import { type CompletionHead, chunk, completionBody, usageChunk } from "./completion-chunks.ts";
import { readBody } from "./read-body.ts";
import { sendJson } from "./send-json.ts";
import { openSseStream } from "./sse-stream.ts";

export type ChatContext = {
  readonly runtime: ServeRuntime;
  readonly newId: () => string;
  readonly wallMs: () => number;
  readonly keepAliveMs: number;
  /** Never a prompt, a completion or a key (A31). */
  readonly log: (line: string) => void;
};

type Turn = {
  readonly context: ChatContext;
  readonly loaded: Loaded;
  readonly chat: ChatRequest;
  readonly prompt: PreparedPrompt;
  readonly signal: AbortSignal;
  readonly head: CompletionHead;
};

/** `POST /v1/chat/completions`: envelope gate, context gate, admission, then inference (A11, A12, A14). */
export async function handleChat(
  context: ChatContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { runtime } = context;
  const loaded = requireLoaded(runtime);
  requireJson(request);
  const chat = parseChat(await readBody(request, runtime.maxRequestBodyBytes), runtime.model);
  const prompt = loaded.engine.prepare(chat.messages.map(plainMessage));
  if (prompt.tokenCount > loaded.maxContext) {
    throw new ApiError(
      "context_length_exceeded",
      `the prompt has ${prompt.tokenCount} tokens; the context cap is ${loaded.maxContext} tokens`,
    );
  }
  const controller = new AbortController();
  const leave = () => controller.abort(new Error("the client left"));
  response.once("close", leave);
  runtime.active.add(controller);
  let slot: Slot | null = null;
  try {
    slot = await admit(loaded, controller.signal);
    const created = Math.floor(context.wallMs() / 1000);
    const head = { id: `chatcmpl-${context.newId()}`, created, model: chat.model ?? runtime.model };
    const turn: Turn = { context, loaded, chat, prompt, signal: controller.signal, head };
    await (chat.stream === true ? stream(turn, response) : answer(turn, response));
  } catch (cause) {
    if (!controller.signal.aborted || !response.destroyed) throw cause;
  } finally {
    slot?.release();
    response.off("close", leave);
    await flushed(response);
    runtime.active.delete(controller);
  }
}

/** A request counts as running until its answer is with the system, so that a drain cuts nothing off. */
async function flushed(response: ServerResponse): Promise<void> {
  if (!response.writableEnded || response.writableFinished || response.destroyed) return;
  await Promise.race([once(response, "finish"), once(response, "close")]);
}

function requireLoaded(runtime: ServeRuntime): Loaded {
  if (runtime.isDraining) throw new ApiError("draining", "this server is draining");
  if (runtime.loaded === null) throw new ApiError("model_not_loaded", "the model is not loaded");
  return runtime.loaded;
}

function requireJson(request: IncomingMessage): void {
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json")
    throw new ApiError("unsupported_media_type", "content-type must be application/json");
}

function parseChat(body: string, model: string): ChatRequest {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new ApiError("bad_request", "the body is not JSON");
  }
  const parsed = ChatRequest.safeParse(json);
  if (!parsed.success) throw new ApiError("bad_request", z.prettifyError(parsed.error));
  if (parsed.data.model !== undefined && !isSameModel(parsed.data.model, model)) {
    throw new ApiError("model_not_found", `this server runs ${model}`);
  }
  if ((parsed.data.n ?? 1) > 1) throw new ApiError("unsupported_n", "n must be 1");
  return parsed.data;
}

function plainMessage({ role, content }: ChatRequest["messages"][number]): ChatMessage {
  const text = typeof content === "string" ? content : content.map((part) => part.text).join("");
  return { role: role === "developer" ? "system" : role, content: text };
}

function admit(loaded: Loaded, signal: AbortSignal): Promise<Slot> {
  const entered = loaded.admission.enter(signal);
  if (entered === null) throw new ApiError("queue_full", `${loaded.queueDepth} requests are already waiting`);
  return entered;
}

/** Generates up to the cap (A11), stops at the client's stop texts, and hands each piece of text on. */
async function run(turn: Turn, onText: (text: string) => void): Promise<CompletionEnd> {
  const { chat, loaded, prompt, context } = turn;
  const stops = typeof chat.stop === "string" ? [chat.stop] : (chat.stop ?? []);
  const filter = createStopFilter(stops);
  const asked = chat.max_completion_tokens ?? chat.max_tokens ?? loaded.maxContext;
  const ended = new AbortController();
  const generation = loaded.engine.complete({
    prompt,
    maxTokens: Math.min(asked, loaded.maxContext - prompt.tokenCount),
    temperature: chat.temperature ?? 0,
    topP: chat.top_p ?? null,
    seed: chat.seed ?? null,
    signal: AbortSignal.any([turn.signal, ended.signal]),
  });
  let isDone = false;
  try {
    for (;;) {
      const step = await generation.next();
      turn.signal.throwIfAborted();
      if (step.done === true) {
        isDone = true;
        const rest = filter.flush();
        if (rest !== "") onText(rest);
        context.runtime.served += 1;
        context.runtime.window.add(true);
        return filter.hasStopped() ? { ...step.value, reason: "stop" } : step.value;
      }
      const text = filter.add(step.value.text);
      if (text !== "") onText(text);
      if (filter.hasStopped()) ended.abort();
    }
  } finally {
    if (!isDone) await generation.return(GIVEN_UP).catch(() => undefined);
  }
}

const GIVEN_UP: CompletionEnd = { reason: "stop", completionTokens: 0, cachedTokens: null, prefillMs: 0, decodeMs: 0 };

async function answer(turn: Turn, response: ServerResponse): Promise<void> {
  let text = "";
  const end = await run(turn, (piece) => {
    text += piece;
  });
  sendJson(response, 200, completionBody(turn.head, { text, promptTokens: turn.prompt.tokenCount, end }));
}

async function stream(turn: Turn, response: ServerResponse): Promise<void> {
  const { head, prompt, context } = turn;
  const sse = openSseStream(response, context.keepAliveMs);
  sse.data(chunk(head, { role: "assistant" }, null));
  try {
    const end = await run(turn, (content) => sse.data(chunk(head, { content }, null)));
    sse.data(chunk(head, {}, end.reason));
    sse.data(usageChunk(head, prompt.tokenCount, end));
    sse.done();
  } catch (cause) {
    if (response.destroyed) throw cause;
    recordFailure(context, cause);
    const isForced = turn.signal.aborted;
    sse.data(
      errorBody(new ApiError(isForced ? "draining" : "internal_error", isForced ? "cancelled" : "the engine failed")),
    );
    sse.end();
  }
}

/** Counts a failed request (A19) and logs the engine's words. */
export function recordFailure({ runtime, log }: ChatContext, cause: unknown): void {
  runtime.errors += 1;
  runtime.window.add(false);
  log(`request failed: ${cause instanceof Error ? cause.message : String(cause)}`);
}
