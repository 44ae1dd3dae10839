import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { isSameModel } from "../../../core/serving/model-id.ts";
import { type ChatMessage, ContextExceeded } from "../../engines/engine.ts";
import { wait } from "../../host/wait.ts";
import type { Slot } from "../admission.ts";
import type { Loaded, ServeRuntime } from "../serve-runtime.ts";
import { ApiError, errorBody } from "./api-error.ts";
import { ChatRequest } from "./chat-request.ts";
import { type CompletionHead, chunk, completionBody, usageChunk } from "./completion-chunks.ts";
import { readBody } from "./read-body.ts";
import { requireJson, requireLoaded } from "./require.ts";
import { beginTurn, runTurn, type Turn } from "./run-turn.ts";
import { sendJson } from "./send-json.ts";
import { openSseStream } from "./sse-stream.ts";
import { withhold } from "./withhold.ts";

export type ChatContext = {
  readonly runtime: ServeRuntime;
  readonly newId: () => string;
  readonly wallMs: () => number;
  readonly monoMs: () => number;
  readonly keepAliveMs: number;
  /** Never a prompt, a completion or a key (A31). */
  readonly log: (line: string) => void;
};

type Answering = Turn & { readonly context: ChatContext; readonly head: CompletionHead };

/** `POST /v1/chat/completions`: envelope gate, context gate, admission, then inference (A11, A12, A14). */
export async function handleChat(
  context: ChatContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { runtime } = context;
  requireLoaded(runtime);
  requireJson(request);
  const chat = parseChat(await readBody(request, runtime.maxRequestBodyBytes), runtime.model);
  const loaded = requireLoaded(runtime);
  const controller = new AbortController();
  const leave = () => controller.abort(new Error("the client left"));
  response.once("close", leave);
  runtime.active.add(controller);
  let slot: Slot | null = null;
  try {
    const prompt = await loaded.engine.prepare(chat.messages.map(plainMessage));
    if (prompt.tokenCount !== null && prompt.tokenCount > loaded.maxContext) {
      throw contextError(prompt.tokenCount, loaded.maxContext);
    }
    slot = await admit(loaded, controller.signal);
    const created = Math.floor(context.wallMs() / 1000);
    const head = { id: `chatcmpl-${context.newId()}`, created, model: chat.model ?? runtime.model };
    const { monoMs, log } = context;
    const turn = { context, runtime, monoMs, log, loaded, chat, prompt, signal: controller.signal, head };
    await (chat.stream === true ? stream(turn, response) : answer(turn, response));
  } catch (cause) {
    if (controller.signal.aborted && response.destroyed) return;
    throw answerable(cause, { chat, loaded, signal: controller.signal });
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

const contextError = (tokens: number | null, cap: number): ApiError =>
  new ApiError(
    "context_length_exceeded",
    tokens === null
      ? `the prompt is longer than the context cap of ${cap} tokens`
      : `the prompt has ${tokens} tokens; the context cap is ${cap} tokens`,
  );

/** A11 for an engine's own gate; other failures keep the engine's words unless they quote the request (A31). */
function answerable(cause: unknown, { chat, loaded, signal }: Pick<Turn, "chat" | "loaded" | "signal">): unknown {
  if (cause instanceof ContextExceeded) return contextError(cause.promptTokens, cause.limit ?? loaded.maxContext);
  if (cause instanceof ApiError) return cause;
  if (signal.aborted) return new ApiError("draining", "cancelled");
  const words = cause instanceof Error ? cause.message : String(cause);
  const texts = chat.messages.map((message) => plainMessage(message).content);
  return new Error(withhold(words, texts), { cause });
}

async function answer(turn: Answering, response: ServerResponse): Promise<void> {
  let text = "";
  let reasoning = "";
  const end = await runTurn(turn, await beginTurn(turn), (piece) => {
    if ("content" in piece) text += piece.content;
    else reasoning += piece.reasoning_content;
  });
  countServed(turn.runtime);
  sendJson(response, 200, completionBody(turn.head, { text, reasoning, end }));
}

function countServed(runtime: ServeRuntime): void {
  runtime.served += 1;
  runtime.window.add(true);
}

/** An engine with a gate of its own gets the time of one keep-alive to refuse the prompt with a status (A11). */
async function stream(turn: Answering, response: ServerResponse): Promise<void> {
  const { head, context, loaded } = turn;
  const begun = beginTurn(turn);
  begun.catch(() => undefined);
  if (loaded.engine.capability.contextGate !== "tokenizer") {
    await settledWithin(begun, context.keepAliveMs, turn.signal);
  }
  const sse = openSseStream(response, context.keepAliveMs);
  sse.data(chunk(head, { role: "assistant" }, null));
  try {
    const end = await runTurn(turn, await begun, (delta) => sse.data(chunk(head, delta, null)));
    countServed(turn.runtime);
    sse.data(chunk(head, {}, end.reason));
    sse.data(usageChunk(head, end));
    sse.done();
  } catch (cause) {
    if (response.destroyed) throw cause;
    const answered = answerable(cause, turn);
    if (!(answered instanceof ApiError)) recordFailure(context, answered);
    sse.data(errorBody(answered instanceof ApiError ? answered : new ApiError("internal_error", "the engine failed")));
    sse.end();
  }
}

/** Waits for `work`, at most `ms`; the timer ends with it, because a timer left over holds up the end of serve (A16). */
async function settledWithin(work: Promise<unknown>, ms: number, signal: AbortSignal): Promise<void> {
  const settled = new AbortController();
  try {
    await Promise.race([work, wait(ms, AbortSignal.any([signal, settled.signal]))]);
  } finally {
    settled.abort();
  }
}

/** Counts a failed request (A19) and logs the engine's words. */
export function recordFailure({ runtime, log }: ChatContext, cause: unknown): void {
  runtime.errors += 1;
  runtime.window.add(false);
  log(`request failed: ${cause instanceof Error ? cause.message : String(cause)}`);
}
