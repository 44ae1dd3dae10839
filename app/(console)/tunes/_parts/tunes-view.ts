import {
  createLoader,
  type inferParserType,
  parseAsArrayOf,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import type { RouterInputs } from "../../../_trpc/procedures.ts";
import { isId } from "./is-id.ts";

export const TUNE_STATES = ["all", "running", "finished", "failed"] as const;
export const TUNE_SORTS = ["requested", "tps", "duration"] as const;
const DIRECTIONS = ["asc", "desc"] as const;
export const PAGE_SIZE = 50;

/** How the tunes list lives in the URL (H-01). */
export const tunesInUrl = {
  state: parseAsStringLiteral(TUNE_STATES).withDefault("all"),
  q: parseAsString.withDefault(""),
  mac: parseAsString,
  sort: parseAsStringLiteral(TUNE_SORTS).withDefault("requested"),
  direction: parseAsStringLiteral(DIRECTIONS).withDefault("desc"),
  page: parseAsInteger.withDefault(1),
  chosen: parseAsArrayOf(parseAsString).withDefault([]),
};

export type TunesView = inferParserType<typeof tunesInUrl>;
export const loadTunesView = createLoader(tunesInUrl);

/** The query a view asks; what a typed URL gets wrong degrades to the default (H-03). */
export function tunesInput(view: TunesView): RouterInputs["tunes"]["list"] {
  const q = view.q.trim().slice(0, 100);
  return {
    state: view.state,
    sort: view.sort,
    direction: view.direction,
    page: Math.min(10_000, Math.max(1, view.page)),
    pageSize: PAGE_SIZE,
    ...(q === "" ? {} : { q }),
    ...(view.mac !== null && isId(view.mac) ? { agentId: view.mac } : {}),
  };
}
