import { z } from "zod";
import { classifyEvent } from "../../../core/measuring/stream/content-event.ts";

const Models = z.object({ data: z.array(z.object({ id: z.string() })).min(1) });

export interface ModelsAnswer {
  readonly status: number | null;
  /** The first model served; null when the answer names none. */
  readonly model: string | null;
}

/** `GET /v1/models` on loopback; a provider that does not answer has status null. Never throws. */
export async function askModels(port: number, timeoutMs: number): Promise<ModelsAnswer> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/models`, { signal: AbortSignal.timeout(timeoutMs) });
    const parsed = Models.safeParse(await answer.json().catch(() => null));
    return { status: answer.status, model: parsed.success ? (parsed.data.data[0]?.id ?? null) : null };
  } catch {
    return { status: null, model: null };
  }
}

/** One real token (B37): null when one came, else why not. Never throws. */
export async function askOneToken(port: number, model: string, timeoutMs: number): Promise<string | null> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        model,
        messages: [{ role: "user", content: "Say one word." }],
        max_tokens: 1,
        temperature: 0,
        stream: true,
        stream_options: { include_usage: true },
      }),
      // A timer takes whole milliseconds only, and time left on the monotonic clock has fractions.
      signal: AbortSignal.timeout(Math.ceil(timeoutMs)),
    });
    if (!answer.ok) return `HTTP ${answer.status} to a one-token request`;
    return tokenIn(await answer.text()) ? null : "no token came";
  } catch (cause) {
    return `no token came: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

function tokenIn(stream: string): boolean {
  return stream.split("\n").some((line) => {
    if (!line.startsWith("data:")) return false;
    const event = classifyEvent({ data: line.slice(5), event: null });
    return event.kind === "chunk" && (event.isContent || (event.usage?.completionTokens ?? 0) >= 1);
  });
}
