import { idleTimeoutMs, maxTokensFor, probeRequestBody } from "../../core/measuring/prompt.ts";
import { wait } from "../host/wait.ts";
import { countFirstEvents } from "./count-first-events.ts";
import { watchLag } from "./lag-watch.ts";
import { type ProbeOutcome, type ProbeRequest, probeVolley } from "./probe-volley.ts";

/** The provider under test as a volley needs it: its log is held back in the quiet window, its end is noticed. */
interface MeasuredProvider {
  setQuiet(isQuiet: boolean): void;
  live(): { hasExited(): boolean; exit(): { readonly code: number | null } | null } | null;
}

/** What all requests of one provider start have in common. */
export interface ProbeAim {
  readonly runner: MeasuredProvider;
  readonly port: number;
  readonly model: string;
  readonly targetContext: number;
  readonly gateTtftMs: number;
  readonly signal: AbortSignal;
  readonly nonce: () => string;
  readonly nowUs: () => number;
  /** Event-loop delay p99 above this, ms, flags `lagging` (M5); tests on a loaded machine raise it. */
  readonly lagLimitMs: number | null;
  /** Other than a tune's own answer length (B107). */
  readonly maxTokens?: number;
  /** Sent with every request, see `ProbeRequest`. */
  readonly requestId?: string;
}

export interface VolleyRequest {
  readonly wordCount: number;
  readonly size: number;
  /** False after a 400 that named it (M12). */
  readonly hasUsage: boolean;
}

export interface VolleyOutcome {
  readonly outcomes: readonly ProbeOutcome[];
  readonly flags: readonly string[];
  /** The exit code of a provider found dead after the volley (B51); undefined while it lives. */
  readonly exited: { readonly code: number | null } | undefined;
}

const RECHECK_MS = 50;

/** One volley in its quiet window, then a look whether the provider survived it; what is still to be counted comes last (M5, M7, B51, B109). */
export async function measureVolley(aim: ProbeAim, asked: VolleyRequest): Promise<VolleyOutcome> {
  const requests = Array.from({ length: asked.size }, () => requestOf(aim, asked));
  aim.runner.setQuiet(true);
  const endLag = watchLag(aim.lagLimitMs);
  const outcomes = await probeVolley(requests);
  const flags = endLag();
  aim.runner.setQuiet(false);
  await wait(RECHECK_MS, aim.signal);
  const live = aim.runner.live();
  const exited = live === null || live.hasExited() ? { code: live?.exit()?.code ?? null } : undefined;
  if (exited !== undefined) return { outcomes, flags, exited };
  return { outcomes: await countFirstEvents(aim, outcomes), flags, exited };
}

function requestOf(aim: ProbeAim, asked: VolleyRequest): ProbeRequest {
  const full = probeRequestBody({
    model: aim.model,
    nonce: aim.nonce(),
    wordCount: asked.wordCount,
    targetContext: aim.targetContext,
    ...(aim.maxTokens === undefined ? {} : { maxTokens: aim.maxTokens }),
  });
  const { stream_options, ...rest } = full;
  return {
    port: aim.port,
    body: asked.hasUsage ? { ...rest, stream_options } : rest,
    idleTimeoutMs: idleTimeoutMs(aim.gateTtftMs),
    maxEvents: maxEventsOf(aim.maxTokens ?? maxTokensFor(aim.targetContext)),
    signal: aim.signal,
    nowUs: aim.nowUs,
    ...(aim.requestId === undefined ? {} : { requestId: aim.requestId }),
  };
}

/** More content events than this for so many asked tokens is a stream that never ends (B114). */
export function maxEventsOf(maxTokens: number): number {
  return 10 * maxTokens + 100;
}
