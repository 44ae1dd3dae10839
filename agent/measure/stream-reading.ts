import { classifyEvent, type StreamEvent } from "../../core/measuring/content-event.ts";
import { decodeSse, SSE_START, type SseState } from "../../core/measuring/sse.ts";
import { findStopTokenLeak } from "../../core/measuring/stop-tokens.ts";

/** What a stream said so far; text is kept only long enough to look for leaks and is never stored (M17). */
export interface StreamReading {
  readonly stampsUs: number[];
  firstOutputIndex: number | null;
  nPrompt: number | null;
  nCached: number | null;
  nUsage: number | null;
  firstEventTokens: number | null;
  finishReason: string | null;
  isDone: boolean;
  leak: string | null;
  streamError: string | null;
  hasData: boolean;
}

export interface StreamReader {
  readonly reading: StreamReading;
  /** Takes one read with its stamp; returns whether it completed a `data:` line, for the idle timeout. */
  take(chunk: Uint8Array, stampUs: number): boolean;
}

/** Longer than any stop token, so one cut over two events is still seen. */
const TAIL_CHARACTERS = 64;

/** Reads one measured stream by M4 and M6. `originUs` is the request's `t0` on the same clock as the stamps. */
export function createStreamReader(originUs: number): StreamReader {
  let state: SseState = SSE_START;
  let tail = "";
  const reading: StreamReading = {
    stampsUs: [],
    firstOutputIndex: null,
    nPrompt: null,
    nCached: null,
    nUsage: null,
    firstEventTokens: null,
    finishReason: null,
    isDone: false,
    leak: null,
    streamError: null,
    hasData: false,
  };
  const apply = (event: StreamEvent, stampUs: number) => {
    if (event.kind === "done") reading.isDone = true;
    if (event.kind === "error") reading.streamError ??= event.message;
    if (event.kind !== "chunk") return;
    if (event.isContent) addContent(reading, event, stampUs - originUs);
    if (event.text !== "") {
      tail += event.text;
      reading.leak ??= findStopTokenLeak(tail);
      tail = tail.slice(-TAIL_CHARACTERS);
    }
    if (event.usage !== null) {
      reading.nPrompt = event.usage.promptTokens ?? reading.nPrompt;
      reading.nCached = event.usage.cachedTokens ?? reading.nCached;
      reading.nUsage = event.usage.completionTokens ?? reading.nUsage;
    }
    reading.finishReason = event.finishReason ?? reading.finishReason;
  };
  return {
    reading,
    take: (chunk, stampUs) => {
      const decoded = decodeSse(state, chunk, stampUs);
      state = decoded.state;
      for (const event of decoded.events) apply(classifyEvent(event), event.stampUs);
      if (decoded.events.length > 0) reading.hasData = true;
      return decoded.events.length > 0;
    },
  };
}

function addContent(reading: StreamReading, event: Extract<StreamEvent, { kind: "chunk" }>, offsetUs: number): void {
  if (reading.stampsUs.length === 0) reading.firstEventTokens = event.usage?.completionTokens ?? null;
  if (!event.isReasoning) reading.firstOutputIndex ??= reading.stampsUs.length;
  reading.stampsUs.push(offsetUs);
}
