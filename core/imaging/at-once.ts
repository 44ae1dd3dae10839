/** The most pictures that one request may name. */
export const PICTURES_AT_ONCE = 5_000;
