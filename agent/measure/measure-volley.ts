import { monitorEventLoopDelay } from "node:perf_hooks";
import { idleTimeoutMs, maxTokensFor, probeRequestBody } from "../../core/measuring/prompt.ts";
import { wait } from "../host/wait.ts";
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
const LAG_LIMIT_MS = 10;
const LAG_RESOLUTION_MS = 5;

/** One volley in its quiet window, then a look whether the provider survived it (M5, B51, B109). */
export async function measureVolley(aim: ProbeAim, asked: VolleyRequest): Promise<VolleyOutcome> {
  const requests = Array.from({ length: asked.size }, () => requestOf(aim, asked));
  const delay = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
  aim.runner.setQuiet(true);
  delay.enable();
  const outcomes = await probeVolley(requests);
  delay.disable();
  aim.runner.setQuiet(false);
  const lagMs = delay.percentile(99) / 1e6 - LAG_RESOLUTION_MS;
  await wait(RECHECK_MS, aim.signal);
  const live = aim.runner.live();
  const exited = live === null || live.hasExited() ? { code: live?.exit()?.code ?? null } : undefined;
  return { outcomes, flags: lagMs > (aim.lagLimitMs ?? LAG_LIMIT_MS) ? ["lagging"] : [], exited };
}

function requestOf(aim: ProbeAim, asked: VolleyRequest): ProbeRequest {
  const full = probeRequestBody({
    model: aim.model,
    nonce: aim.nonce(),
    wordCount: asked.wordCount,
    targetContext: aim.targetContext,
  });
  const { stream_options, ...rest } = full;
  return {
    port: aim.port,
    body: asked.hasUsage ? { ...rest, stream_options } : rest,
    idleTimeoutMs: idleTimeoutMs(aim.gateTtftMs),
    maxEvents: 10 * maxTokensFor(aim.targetContext) + 100,
    signal: aim.signal,
    nowUs: aim.nowUs,
  };
}
