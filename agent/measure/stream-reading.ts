import { findStopTokenLeak } from "../../core/measuring/stop-tokens.ts";
import { classifyEvent, type StreamEvent } from "../../core/measuring/stream/content-event.ts";
import { decodeSse, MAX_LINE_BYTES, SSE_START, type SseState } from "../../core/measuring/stream/sse.ts";
import { plainWords } from "../../core/units/plain-words.ts";

/** What a stream said so far; text is kept only long enough to look for leaks and is never stored (M17). */
export interface StreamReading {
  readonly stampsUs: number[];
  firstOutputIndex: number | null;
  nPrompt: number | null;
  nCached: number | null;
  nUsage: number | null;
  firstEventTokens: number | null;
  /** Text of the first content event for the engine's tokenizer (M7); null where the event counted itself or its text is not the whole of it. */
  firstEventText: string | null;
  finishReason: string | null;
  isDone: boolean;
  leak: string | null;
  streamError: string | null;
  /** A reported count that is no count: nothing of this stream can be measured (B114). */
  hasBrokenCount: boolean;
  /** `data:` lines read so far. */
  lines: number;
}

export interface StreamReader {
  readonly reading: StreamReading;
  /** Takes one read with its stamp; returns whether it completed a `data:` line, for the idle timeout. */
  take(chunk: Uint8Array, stampUs: number): boolean;
}

/** Longer than any stop token, so one cut over two events is still seen. */
const TAIL_CHARACTERS = 64;
/** A first event with more text than this is not kept, and its tokens stay unknown. */
const FIRST_EVENT_CHARACTERS = 65_536;

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
    firstEventText: null,
    finishReason: null,
    isDone: false,
    leak: null,
    streamError: null,
    hasBrokenCount: false,
    lines: 0,
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
      if (event.usage.isBroken) {
        reading.hasBrokenCount = true;
        return;
      }
      reading.nPrompt = event.usage.promptTokens ?? reading.nPrompt;
      reading.nCached = event.usage.cachedTokens ?? reading.nCached;
      reading.nUsage = event.usage.completionTokens ?? reading.nUsage;
    }
    if (event.finishReason !== null) reading.finishReason = plainWords(event.finishReason);
  };
  return {
    reading,
    take: (chunk, stampUs) => {
      const decoded = decodeSse(state, chunk, stampUs);
      state = decoded.state;
      for (const event of decoded.events) {
        if (isOver(reading)) break;
        reading.lines += 1;
        apply(classifyEvent(event), event.stampUs);
      }
      if (decoded.isLineTooLong) reading.streamError ??= `a line longer than ${MAX_LINE_BYTES} bytes`;
      return decoded.events.length > 0;
    },
  };
}

/** `[DONE]`, an error, a leak and a broken count end a stream: what follows them is not read (B48, B49, B114). */
export function isOver({ isDone, streamError, leak, hasBrokenCount }: StreamReading): boolean {
  return isDone || streamError !== null || leak !== null || hasBrokenCount;
}

function addContent(reading: StreamReading, event: Extract<StreamEvent, { kind: "chunk" }>, offsetUs: number): void {
  if (reading.stampsUs.length === 0) {
    reading.firstEventTokens = event.usage?.isBroken === false ? event.usage.completionTokens : null;
    const isCountable = !event.hasToolCall && event.text.length <= FIRST_EVENT_CHARACTERS;
    if (reading.firstEventTokens === null && isCountable) reading.firstEventText = event.text;
  }
  if (!event.isReasoning) reading.firstOutputIndex ??= reading.stampsUs.length;
  reading.stampsUs.push(offsetUs);
}
