import type { Promotion } from "../../core/tuning/promotion/decide-promotion.ts";
import { CommandError } from "../commands/command-error.ts";

/** Ends a promotion that a gate stops, with the gate and a way out. Throws CommandError 1. */
export function refuse(decision: Promotion): never {
  const { text, fix } = refusal(decision);
  throw new CommandError("answer_is_no", text, { fix });
}

function refusal(decision: Promotion): { text: string; fix: string } {
  switch (decision.kind) {
    case "no_proposal":
      return { text: "no_proposal: this class has no proposal file", fix: "espalier tuner tune --log FILE" };
    case "proposal_inconsistent":
      return { text: `proposal_inconsistent: ${decision.detail}`, fix: "tune again" };
    case "base_changed":
      return {
        text: `base_changed: the promotion is pinned to ${decision.pinned}, live is ${decision.live}`,
        fix: "tune again, or --force (a gp proposal also needs --reason with at least 10 characters)",
      };
    case "not_confirmed":
      return {
        text: "not_confirmed: the log holds no passed confirmation of this proposal",
        fix: "confirm it blind and give --log, or --force --reason with at least 10 characters",
      };
    case "promote":
      return { text: "the proposal was not promoted", fix: "try again" };
  }
}
