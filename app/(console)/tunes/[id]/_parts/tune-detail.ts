import type { RouterOutputs } from "../../../../_trpc/procedures.ts";

/** What `tunes.get` answers. */
export type TuneDetail = RouterOutputs["tunes"]["get"];
/** What `tunes.progress` answers. */
export type TuneProgressAnswer = RouterOutputs["tunes"]["progress"];
export type TuneSummary = TuneDetail["summary"];
