/** One place of the rail. Later pages add a line here and nothing else. */
export interface Place {
  href: "/" | "/fleet" | "/tunes" | "/proposals" | "/rate" | "/images";
  label: string;
  /** The second key after `g`. */
  key: string;
  /** On the bottom bar of phones too. */
  isOnPhone: boolean;
}

/** The rail in its order; only pages that exist. */
export const PLACES: readonly Place[] = [
  { href: "/", label: "Today", key: "t", isOnPhone: true },
  { href: "/fleet", label: "Fleet", key: "f", isOnPhone: true },
  { href: "/tunes", label: "Tunes", key: "u", isOnPhone: false },
  { href: "/proposals", label: "Proposals", key: "p", isOnPhone: true },
  { href: "/rate", label: "Rate", key: "r", isOnPhone: true },
  { href: "/images", label: "Images", key: "i", isOnPhone: false },
];

/** Whether a path lies in a place. */
export function isInPlace(path: string, place: Place): boolean {
  return place.href === "/" ? path === "/" : path === place.href || path.startsWith(`${place.href}/`);
}
