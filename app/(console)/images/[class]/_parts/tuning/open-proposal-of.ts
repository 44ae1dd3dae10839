import type { RouterInputs } from "../../../../../_trpc/procedures.ts";

/** The query for the open proposal of a class. */
export function openProposalOf(label: string): RouterInputs["proposals"]["list"] {
  return { state: "open", class: label, page: 1, pageSize: 1 };
}
