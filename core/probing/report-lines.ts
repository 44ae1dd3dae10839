import { formatDuration } from "../units/durations.ts";
import { formatLatency, formatPercent, formatTps } from "../units/quantities.ts";
import type { LevelSummary } from "./level-summary.ts";
import type { ProbeStart } from "./probe-record.ts";

type Spread = LevelSummary["ttft"];

const NONE = "none measured";

/** A median and its largest or p95, each with its n (TM5): "250 ms median of 3, max of 3 260 ms". */
function spreadText(spread: Spread): string {
  if (spread === null) return NONE;
  const { n, median, p95, p99 } = spread;
  const parts = [`${formatLatency(median)} median of ${n}`, `${labelled(p95.label, n)} ${formatLatency(p95.value)}`];
  if (p95.upper !== null) parts.push(`at most ${formatLatency(p95.upper)} with 95 % confidence`);
  if (p99 !== null) parts.push(`p99 (n = ${n}) ${formatLatency(p99.value)}`);
  return parts.join(", ");
}

const labelled = (label: string, n: number): string => (label === "p95" ? `p95 (n = ${n})` : label);

function rateText(level: LevelSummary): string {
  const { outputTps, requestRps, windowMs, ok } = level;
  if (outputTps === null || requestRps === null || windowMs === null) return NONE;
  const approximate = level.flags.includes("bundled") ? "≈ " : "";
  const requests = `${requestRps.toPrecision(3)} requests/s`;
  return `${approximate}${formatTps(outputTps)}, ${requests} over ${formatDuration(windowMs)} (${ok} requests)`;
}

function goodText({ goodness, attempted }: LevelSummary): string {
  return goodness
    .map(({ name, good, goodputRps }) => {
      const rate = goodputRps === null ? "" : `, ${goodputRps.toPrecision(3)}/s`;
      return `${name} ${good} of ${attempted}${rate}`;
    })
    .join("; ");
}

function decodeText(level: LevelSummary): string {
  const { decodeTpsMedian, engineDecodeTps, ok } = level;
  if (decodeTpsMedian === null) return NONE;
  const approximate = level.flags.includes("bundled") ? "≈ " : "";
  const engine = engineDecodeTps === null ? "" : `; the engine counts ${formatTps(engineDecodeTps)}`;
  return `${approximate}${formatTps(decodeTpsMedian)} median of ${ok} (by ${level.method ?? "nothing"})${engine}`;
}

function latencyLines(level: LevelSummary): string[] {
  if (level.isOverCapacity) return ["  over capacity: open requests and time to first token both rise; no percentiles"];
  const since = level.plan.load.kind === "open" ? " from the planned send" : "";
  return [
    `  first token${since}: ${spreadText(level.ttft)}`,
    `  to the end${since}: ${spreadText(level.e2e)}`,
    `  per token: ${spreadText(level.tpot)}`,
  ];
}

/** One load level, every number with its unit and its n. */
function levelLines(level: LevelSummary): string[] {
  const { plan, failure, ttftColdMs } = level;
  const lines = [`${level.loadText}, ${plan.promptTarget}-token prompt, ${plan.maxTokens} tokens asked`];
  if (failure !== null) return [...lines, `  not measured: ${failure}`];
  if (ttftColdMs !== null) lines.push(`  cold first token: ${formatLatency(ttftColdMs)} (1 discarded warm-up)`);
  lines.push(...latencyLines(level), `  decode: ${decodeText(level)}`, `  output: ${rateText(level)}`);
  if (plan.load.kind === "open") lines.push(`  client queue: ${spreadText(level.clientQueue)}`);
  lines.push(`  good: ${goodText(level)}`);
  if (level.errored > 0 && level.errorFraction !== null) {
    lines.push(`  failed: ${level.errored} of ${level.attempted} (${formatPercent(level.errorFraction)})`);
  }
  for (const { error, count } of level.errors) lines.push(`    ${count} × ${error}`);
  if (level.flags.length > 0) lines.push(`  flags: ${level.flags.join(", ")}`);
  return lines;
}

/** A whole probe for a terminal; levels of the closed and of the open loop stand apart (M15). */
export function probeLines(start: ProbeStart, levels: readonly LevelSummary[]): string[] {
  const { provider } = start;
  const engine =
    provider.engine === null ? "unknown engine" : `${provider.engine} ${provider.engineVersion ?? ""}`.trim();
  const head = `probe ${start.profile} of ${provider.model} (${engine}) on port ${provider.port}`;
  const closed = levels.filter(({ plan }) => plan.load.kind === "closed");
  const open = levels.filter(({ plan }) => plan.load.kind === "open");
  const closedLines = closed.flatMap(levelLines);
  const openLines = open.flatMap(levelLines);
  return [head, ...closedLines, ...(openLines.length > 0 && closedLines.length > 0 ? [""] : []), ...openLines];
}
