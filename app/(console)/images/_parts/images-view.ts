import { createLoader, type inferParserType, parseAsInteger, parseAsString } from "nuqs/server";

export const PAGE_SIZE = 48;

/** What of the page lives in the URL (H-01). */
export const imagesInUrl = {
  class: parseAsString,
  page: parseAsInteger.withDefault(1),
  table: parseAsString,
  /** The dialog for a new class is open, with this label to begin with. */
  add: parseAsString,
};
type ImagesView = Pick<inferParserType<typeof imagesInUrl>, "class" | "page">;

export const loadImagesView = createLoader(imagesInUrl);

/** The query behind the grid. */
export function imagesInput({ class: label, page }: ImagesView) {
  return { ...(label === null ? {} : { class: label }), page: Math.max(1, page), pageSize: PAGE_SIZE };
}
