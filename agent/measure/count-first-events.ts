import { request } from "node:http";
import { z } from "zod";
import { withTokenizerCount } from "../../core/measuring/stream/first-event-tokens.ts";
import type { ProbeOutcome } from "./probe-volley.ts";

/** A provider that does not answer in this time has no tokenizer. */
const LIMIT_MS = 5000;
const ANSWER_BYTES = 65_536;

export interface CountingProvider {
  readonly port: number;
  readonly signal: AbortSignal;
}

/**
 * M7: has the provider's tokenizer count the first content events that did not count themselves. Call it after the last
 * stream ended (M5). A question without an answer is the last; what is not counted stays unknown. Never throws.
 */
export async function countFirstEvents(
  provider: CountingProvider,
  outcomes: readonly ProbeOutcome[],
): Promise<ProbeOutcome[]> {
  const counted: ProbeOutcome[] = [];
  let isAnswering = true;
  for (const outcome of outcomes) {
    const { uncounted } = outcome;
    const answer: Counted | null =
      isAnswering && uncounted !== null ? await askTokenizer(provider, uncounted) : UNASKED;
    isAnswering &&= answer !== null;
    counted.push({ ...outcome, uncounted: null, raw: withTokenizerCount(outcome.raw, answer?.count ?? null) });
  }
  return counted;
}

/** The count is null where the tokenizer cannot tell. */
const Counted = z.looseObject({ count: z.int().nonnegative().nullable() });
type Counted = z.infer<typeof Counted>;

const UNASKED: Counted = { count: null };

/** Null when no such answer came. */
function askTokenizer({ port, signal }: CountingProvider, content: string): Promise<Counted | null> {
  return new Promise((resolve) => {
    const payload = Buffer.from(JSON.stringify({ content }));
    const call = request({
      method: "POST",
      host: "127.0.0.1",
      port,
      path: "/v1/tokenize",
      agent: false,
      headers: { "content-type": "application/json", "content-length": payload.length },
      signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]),
    });
    call.on("error", () => resolve(null));
    call.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("error", () => resolve(null));
      response.on("data", (chunk: string) => {
        text += chunk;
        if (text.length > ANSWER_BYTES) call.destroy();
      });
      response.on("close", () => resolve(response.statusCode === 200 ? counted(text) : null));
    });
    call.end(payload);
  });
}

function counted(text: string): Counted | null {
  try {
    return Counted.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
