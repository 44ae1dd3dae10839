import { formatStarGap } from "../../../../../core/units/stars.ts";
import { gainText } from "../../../../_words/proposal-words.ts";
import type { Confirmation, Evidence, ProposalPage } from "./proposal-page.ts";

type Facts = Pick<ProposalPage, "state" | "origin" | "verdict" | "confirmation" | "stale" | "recipeSha"> & {
  pins: Pick<ProposalPage["pins"], "baseSha">;
  evidence: { gain: Evidence["gain"]; means: Evidence["means"]; counts: Pick<Evidence["counts"], "total"> } | null;
  history: readonly Pick<ProposalPage["history"][number], "by" | "act">[];
};

/** "Should I approve this?": how it ended, else the gravest thing that decides it, with its number. */
export function proposalAnswer(page: Facts): string {
  const ended = endedAnswer(page);
  if (ended !== null) return ended;
  if (page.stale !== null)
    return `Not as it stands: the live recipe changed after this was proposed. ${predictedText(page)}`.trim();
  if (page.origin === "roll_back") return "It brings back a recipe that was live before, and can itself be undone.";
  if (changesNoPixel(page))
    return "It changes no pixel, only what the recipe says of its limits, its ranges or itself.";
  if (page.origin === "edit") return "A person wrote this recipe; no score predicts what it does.";
  if (page.verdict === "regression")
    return `No: on held-out images it is predicted ${formatStarGap(page.evidence?.means.delta ?? 0)} stars against live. REGRESSION.`;
  const confirmed = confirmedText(page.confirmation);
  if (page.verdict === "inconclusive") return `Not shown to be better. ${predictedText(page)} ${confirmed}`.trim();
  return `${confirmed} ${predictedText(page)}`.trim();
}

/** A text with the sha of the one it replaces differs only in what no sha covers (IM17). */
export const changesNoPixel = ({ recipeSha, pins }: Pick<Facts, "recipeSha" | "pins">): boolean =>
  recipeSha === pins.baseSha;

function endedAnswer({ state, history, recipeSha }: Facts): string | null {
  const whoOf = (act: string) => history.findLast((step) => step.act === act)?.by ?? "a person";
  switch (state) {
    case "open":
      return null;
    case "promoted":
      return `Approved by ${whoOf("approved")}: ${recipeSha.slice(0, 12)} was made live.`;
    case "rejected":
      return `Rejected by ${whoOf("rejected")}; nothing changed.`;
    case "superseded":
      return "No longer: a newer proposal for this class superseded it.";
    case "expired":
      return "No longer: it waited for more than 30 days. Propose again.";
  }
}

function predictedText({ evidence }: Facts): string {
  if (evidence === null) return "";
  const gain = gainText({ gain: evidence.gain, delta: evidence.means.delta });
  return `Predicted ${gain ?? ""} on ${evidence.counts.total} rated runs.`;
}

/** TU40: before the end only progress is told. */
export function confirmedText(confirmation: Confirmation | null): string {
  if (confirmation === null) return "Not confirmed yet: its blind confirmation has not been started.";
  const { state, figures, judged, planned, isEarly, reason } = confirmation;
  const told =
    figures === null
      ? ""
      : `: ${figures.better} better, ${figures.tied} tied, ${figures.worse} worse of ${figures.judged} images`;
  switch (state) {
    case "running":
      return `Its blind confirmation is under way: ${judged} of ${planned} images judged.`;
    case "passed":
      return `It passed its blind confirmation${told}.`;
    case "failed":
      return `It failed its blind confirmation${isEarly ? " early" : ""}${told}.`;
    case "void":
      return `Its blind confirmation is void: ${reason ?? "the live recipe changed, or a newer proposal was made"}.`;
  }
}
