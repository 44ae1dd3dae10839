import { formatMs } from "../../../core/units/quantities.ts";

const OVER_GATE = /^ttft p95 ([\d.]+) ms over gate ([\d.]+) ms$/;

/** A trial's stored reason cut down to a tag; small samples are never called p95 on screen. */
export function shortReason(reason: string | null): string {
  if (reason === null) return "no reason stored";
  const first = reason.split(/[;\n]/)[0]?.trim() ?? reason;
  const gate = OVER_GATE.exec(first);
  if (gate?.[1] !== undefined && gate[2] !== undefined) {
    return `first token ${formatMs(Number(gate[1]))}, gate ${formatMs(Number(gate[2]))}`;
  }
  return first
    .replace(/^pre-warm transient: /, "could not load: ")
    .replace(/^pre-warm integrity: /, "damaged: ")
    .replace(/^unsupported by backend: /, "unsupported: ");
}
