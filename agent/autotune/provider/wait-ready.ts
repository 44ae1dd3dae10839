import { loadDeadlineMs } from "../../../core/serving/load-deadline.ts";
import { portOwner } from "../../host/port-owner.ts";
import { listGroup } from "../../host/process-list.ts";
import type { Clock } from "../../host/system-clock.ts";
import { wait } from "../../host/wait.ts";
import { type ProviderHealth, readHealth } from "./health.ts";
import { httpGet } from "./http-get.ts";
import type { ProviderRunner } from "./provider-runner.ts";

const POLL_MS = 1000;
/** A provider that starts in milliseconds is not kept waiting for a whole second. */
const FIRST_POLLS_MS = [50, 100, 200, 400];

export interface ReadyRequest {
  readonly runner: ProviderRunner;
  readonly port: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly weightsBytes: number | null;
  /** Bytes of the model in the cache now; growth restarts the deadline (B22). */
  readonly cachedBytes: () => number;
  readonly deadlineMs?: number;
  readonly onFetched?: (fetched: NonNullable<ProviderHealth["fetched"]>) => void;
}

export type ReadyResult =
  | { readonly kind: "ready"; readonly health: ProviderHealth | null; readonly isOwnerKnown: boolean }
  | { readonly kind: "processExited"; readonly code: number | null; readonly stderrTail: string }
  | { readonly kind: "timeout"; readonly lastError: string }
  | { readonly kind: "aborted" };

/** Polls `/v1/models` until the started provider answers 200 and is proven alive and ours (B22, B23). */
export async function waitReady(request: ReadyRequest): Promise<ReadyResult> {
  const limitMs = request.deadlineMs ?? loadDeadlineMs(request.weightsBytes);
  let bytes = request.cachedBytes();
  let sinceMs = request.clock.monoMs();
  let lastError = "no answer yet";
  for (let turn = 0; ; turn += 1) {
    const ended = endOf(request);
    if (ended !== null) return ended;
    const answer = await httpGet({
      port: request.port,
      path: "/v1/models",
      timeoutMs: 5000,
      signal: request.signal,
    });
    const endedMeanwhile = endOf(request);
    if (endedMeanwhile !== null) return endedMeanwhile;
    if (answer.status === 200) {
      const verdict = await judgeOwner(request);
      if (verdict.kind !== "foreign") return verdict;
      lastError = verdict.lastError;
    } else {
      lastError = answer.error ?? `HTTP ${answer.status}`;
      await reportFetch(request);
    }
    const grown = request.cachedBytes();
    if (grown > bytes) sinceMs = request.clock.monoMs();
    bytes = grown;
    if (request.clock.monoMs() - sinceMs >= limitMs) return { kind: "timeout", lastError };
    await Promise.race([wait(FIRST_POLLS_MS[turn] ?? POLL_MS, request.signal), exitOf(request)]);
  }
}

function endOf({ runner, signal }: ReadyRequest): ReadyResult | null {
  if (signal.aborted) return { kind: "aborted" };
  const live = runner.live();
  if (live !== null && !live.hasExited()) return null;
  return { kind: "processExited", code: live?.exit()?.code ?? null, stderrTail: runner.stderrTail() };
}

function exitOf({ runner }: ReadyRequest): Promise<unknown> {
  return runner.live()?.exited ?? Promise.resolve();
}

async function reportFetch(request: ReadyRequest): Promise<void> {
  if (request.onFetched === undefined) return;
  const health = await readHealth(request.port, request.signal);
  if (health?.fetched) request.onFetched(health.fetched);
}

async function judgeOwner(
  request: ReadyRequest,
): Promise<
  Extract<ReadyResult, { kind: "ready" | "processExited" | "aborted" }> | { kind: "foreign"; lastError: string }
> {
  const live = request.runner.live();
  const health = await readHealth(request.port, request.signal);
  const owner = health?.pid ?? (await portOwner(request.port));
  if (live === null || live.hasExited()) {
    return { kind: "processExited", code: live?.exit()?.code ?? null, stderrTail: request.runner.stderrTail() };
  }
  if (owner === null || owner === live.pid) return { kind: "ready", health, isOwnerKnown: owner !== null };
  const isOurs = (await listGroup(live.pid)).some((row) => row.pid === owner);
  return isOurs
    ? { kind: "ready", health, isOwnerKnown: true }
    : { kind: "foreign", lastError: `port ${request.port} is answered by pid ${owner}` };
}
