import { createLoader, type inferParserType, parseAsInteger, parseAsString } from "nuqs/server";
import { pageWithin } from "../../../_ui/page/pages-of.ts";

export const PAGE_SIZE = 48;
const LONGEST_TRAIT = 40;

/** What of the page lives in the URL (H-01). */
export const imagesInUrl = {
  class: parseAsString,
  /** IM2: a trait that the classifier gave beside the class. */
  trait: parseAsString,
  page: parseAsInteger.withDefault(1),
  table: parseAsString,
  /** The dialog for a new class is open, with this label to begin with. */
  add: parseAsString,
};
type ImagesView = Pick<inferParserType<typeof imagesInUrl>, "class" | "trait" | "page">;

export const loadImagesView = createLoader(imagesInUrl);

/** The query behind the grid. */
export function imagesInput({ class: label, trait, page }: ImagesView) {
  return {
    ...(label === null ? {} : { class: label }),
    ...(trait === null ? {} : { trait: trait.slice(0, LONGEST_TRAIT) }),
    page: pageWithin(page),
    pageSize: PAGE_SIZE,
  };
}
