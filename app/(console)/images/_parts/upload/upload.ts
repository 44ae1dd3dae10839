import type { SendOutcome } from "./send-file.ts";

/** One chosen file on its way. */
export interface Upload {
  id: number;
  name: string;
  bytes: number;
  /** 64 hex digits; null until it is hashed. */
  blake3: string | null;
  state: { kind: "waiting" | "hashing" } | { kind: "sending"; share: number } | SendOutcome;
}

export const isEnded = ({ state }: Upload): boolean =>
  state.kind === "stored" || state.kind === "already" || state.kind === "refused";
export const isHere = ({ state }: Upload): boolean => state.kind === "stored" || state.kind === "already";

/** IM53: a started batch takes its own pictures off the list; what came meanwhile, and why a file was refused, stays. */
export function withoutStarted(uploads: readonly Upload[], inputs: readonly string[]): Upload[] {
  const started = new Set(inputs);
  return uploads.filter((one) => !(isHere(one) && one.blake3 !== null && started.has(one.blake3)));
}
