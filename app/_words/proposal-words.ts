import { formatStarGap } from "../../core/units/stars.ts";
import type { RouterOutputs } from "../_trpc/procedures.ts";
import type { StatusLevel } from "../_ui/values/status.tsx";

type Row = RouterOutputs["proposals"]["list"]["rows"][number];
export type ProposalState = Row["state"];
export type ProposalFlag = Row["flags"][number];

type Level = Extract<StatusLevel, "blocking" | "degrading" | "info">;

const FLAGS: Record<ProposalFlag, { level: Level; name: string }> = {
  regression: { level: "blocking", name: "REGRESSION" },
  stale: { level: "blocking", name: "stale" },
  inconclusive: { level: "degrading", name: "inconclusive" },
  unconfirmed: { level: "degrading", name: "unconfirmed" },
  fragile: { level: "degrading", name: "fragile" },
  thin: { level: "info", name: "thin" },
};

/** How grave a flag is, and its word: a regression is written in capitals everywhere (TU43). */
export function flagWords(flag: ProposalFlag): { level: Level; name: string } {
  return FLAGS[flag];
}

/** A flag with its sentence; the word that stands before the sentence is not said twice. */
export function objectionOf(flag: ProposalFlag, text: string): { level: Level; name: string; text: string } {
  const words = flagWords(flag);
  const lead = `${words.name}: `;
  const rest = text.toLowerCase().startsWith(lead.toLowerCase()) ? text.slice(lead.length) : text;
  return { ...words, text: `${rest.slice(0, 1).toUpperCase()}${rest.slice(1)}` };
}

const STATES: Record<ProposalState, { level: StatusLevel; word: string }> = {
  open: { level: "running", word: "awaits a decision" },
  expired: { level: "none", word: "expired" },
  superseded: { level: "none", word: "superseded" },
  rejected: { level: "none", word: "rejected" },
  promoted: { level: "ok", word: "promoted" },
};

export function stateWords(state: ProposalState): { level: StatusLevel; word: string } {
  return STATES[state];
}

/** "PROP-9". */
export function proposalLabel({ number }: { number: number }): string {
  return `PROP-${number}`;
}

const ORIGINS: Record<Row["origin"], string> = {
  tune: "tuned recipe",
  roll_back: "roll back",
  edit: "edited recipe",
};

/** What the proposal is for: "color-photo, tuned recipe". */
export function targetText({ class: label, origin }: Pick<Row, "class" | "origin">): string {
  return `${label}, ${ORIGINS[origin]}`;
}

/** The expected gain in stars with its interval, else the change on held-out images; null for what was not tuned. */
export function gainText({ gain, delta }: Pick<Row, "gain" | "delta">): string | null {
  if (gain !== null)
    return `${formatStarGap(gain.gain)} stars (${formatStarGap(gain.lower)} to ${formatStarGap(gain.upper)})`;
  return delta === null ? null : `${formatStarGap(delta)} stars held out`;
}
