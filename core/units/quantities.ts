const group = (value: number, digits: number): string =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Three figures or all of the integer part: 0.42, 9.71, 48.3, 1,204. */
function threeFigures(value: number): string {
  const size = Math.abs(value);
  if (size >= 99.95) return group(value, 0);
  return group(value, size >= 9.995 ? 1 : 2);
}

/** Decode rate (H-52). */
export function formatTps(tokensPerSecond: number): string {
  return `${threeFigures(tokensPerSecond)} tok/s`;
}

/** A latency: whole ms below a second, seconds above (H-52). */
export function formatLatency(ms: number): string {
  if (Math.abs(ms) < 9.995) return `${group(ms, 2)} ms`;
  return Math.abs(ms) < 999.5 ? `${group(ms, 0)} ms` : `${threeFigures(ms / 1000)} s`;
}

/** A limit or a difference that must be read exactly: whole ms, never seconds. */
export function formatMs(ms: number): string {
  return `${group(ms, 0)} ms`;
}

/** Memory in GiB (H-52); under one, MiB. */
export function formatMemory(bytes: number): string {
  const gib = bytes / 2 ** 30;
  return gib < 1 ? `${threeFigures(bytes / 2 ** 20)} MiB` : `${threeFigures(gib)} GiB`;
}

/** Files and downloads in GB (H-52); under one, MB. */
export function formatFileSize(bytes: number): string {
  return bytes < 1e9 ? `${threeFigures(bytes / 1e6)} MB` : `${threeFigures(bytes / 1e9)} GB`;
}

export function formatTokens(tokens: number): string {
  return `${group(tokens, 0)} ${tokens === 1 ? "token" : "tokens"}`;
}

/** Model size from 10⁹ parameters: 32B, 1.5B, 62.8M. */
export function formatModelSize(sizeB: number): string {
  const [value, unit] = sizeB < 1 ? [sizeB * 1000, "M"] : [sizeB, "B"];
  return `${Number(value.toPrecision(3))}${unit}`;
}

/** A share from 0 to 1 as a percentage with one decimal, signed on request. */
export function formatPercent(share: number, { isSigned = false }: { isSigned?: boolean } = {}): string {
  const text = group(Math.abs(share) * 100, 1);
  const sign = share < 0 && text !== "0.0" ? "−" : isSigned && text !== "0.0" ? "+" : "";
  return `${sign}${text} %`;
}

/** Marks an estimate, so that it never looks like a measurement (H-52). */
export function asEstimate(text: string): string {
  return `≈ ${text}`;
}

/** A measurement with its count (H-52). */
export function asMeasured(text: string, count: number): string {
  return `${text} ✓${count}`;
}
