import { parseAsInteger, parseAsString } from "nuqs/server";
import { pageWithin } from "../../../../_ui/page/pages-of.ts";

export const RUNS_A_PAGE = 24;

/** What of the page lives in the URL (H-01): the version compared with, the page of runs, the open chart table, the replay shown. */
export const classInUrl = {
  version: parseAsInteger,
  page: parseAsInteger.withDefault(1),
  table: parseAsString,
  replay: parseAsString,
};

export const runsInput = (label: string, page: number) => ({
  class: label,
  page: pageWithin(page),
  pageSize: RUNS_A_PAGE,
});
