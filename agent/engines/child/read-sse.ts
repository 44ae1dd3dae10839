import type { IncomingMessage } from "node:http";
import { decodeSse, SSE_START } from "../../../core/measuring/stream/sse.ts";
import { EngineFailure } from "../engine.ts";

/** The payloads of an SSE response up to `[DONE]`, parsed; comments such as keep-alives are skipped. */
export async function* readSse(response: IncomingMessage): AsyncGenerator<unknown, boolean, void> {
  let state = SSE_START;
  for await (const chunk of response) {
    const read = decodeSse(state, Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)), 0);
    if (read.isLineTooLong) throw new EngineFailure("the engine sent a line without end");
    state = read.state;
    for (const { data } of read.events) {
      if (data === "[DONE]") return true;
      yield parsedLine(data);
    }
  }
  return false;
}

/** One line of a stream as JSON. Throws `EngineFailure` when it is none. */
export function parsedLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EngineFailure("the engine sent a line that is no JSON", { cause });
  }
}
