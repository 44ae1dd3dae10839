import type { RouterOutputs } from "../../../../_trpc/procedures.ts";

export type ProposalPage = RouterOutputs["proposals"]["get"];
export type Evidence = NonNullable<ProposalPage["evidence"]>;
export type Confirmation = NonNullable<ProposalPage["confirmation"]>;
