import { createLoader, type inferParserType, parseAsInteger, parseAsStringLiteral } from "nuqs/server";
import type { RouterInputs, RouterOutputs } from "../../../_trpc/procedures.ts";
import { pageWithin } from "../../../_ui/page/pages-of.ts";

export type ProposalRow = RouterOutputs["proposals"]["list"]["rows"][number];

export const SHOWN_STATES = ["open", "promoted", "rejected", "superseded", "expired", "all"] as const;
export const PAGE_SIZE = 48;

/** How the list lives in the URL (H-01). */
export const proposalsInUrl = {
  state: parseAsStringLiteral(SHOWN_STATES).withDefault("open"),
  page: parseAsInteger.withDefault(1),
};

export type ProposalsView = inferParserType<typeof proposalsInUrl>;
export const loadProposalsView = createLoader(proposalsInUrl);

/** The query a view asks; what a typed URL gets wrong degrades to the default (H-03). */
export function proposalsInput({ state, page }: ProposalsView): RouterInputs["proposals"]["list"] {
  return {
    ...(state === "all" ? {} : { state }),
    page: pageWithin(page),
    pageSize: PAGE_SIZE,
  };
}
