import { asEstimate, formatFileSize } from "../../../../../../core/units/quantities.ts";
import type { RouterOutputs } from "../../../../../_trpc/procedures.ts";

export type Preview = RouterOutputs["tunes"]["preview"];
export type OkPreview = Extract<Preview, { kind: "ok" }>;

const LIST_WORDS = {
  practice: "practice models",
  default: "models of the default list",
  operator: "models of your list",
};

/** An estimate of minutes, never a promise. */
export function minutesText({ lowMinutes, highMinutes }: OkPreview["estimate"]): string {
  const low = Math.round(lowMinutes);
  const high = Math.round(highMinutes);
  return asEstimate(low === high ? `${low} min` : `${low} to ${high} min`);
}

/** What must be fetched first; null is unknown, never nothing. */
function fetchText(bytes: number | null): string {
  if (bytes === null) return "an unknown amount to fetch first";
  return bytes === 0
    ? "nothing to fetch"
    : `${asEstimate(formatFileSize(bytes))} to fetch, as far as the list is tried`;
}

/** What this plan does to which machine, in one answer. */
export function planAnswer(preview: OkPreview, hostName: string): string {
  const { plan, cells } = preview;
  const models = `${plan.candidates.length} ${LIST_WORDS[plan.candidateSource]}`;
  const measured = cells.filter((cell) => cell.unsupported === null).length;
  const settings = `${measured} ${measured === 1 ? "knob setting" : "knob settings"}`;
  return `On ${hostName}: try ${models} in the order below at context ${plan.targetContext.toLocaleString("en-US")}, stop at the first that fits, then measure ${settings} of it. ${minutesText(preview.estimate)}, ${fetchText(preview.fetchBytes)}.`;
}
