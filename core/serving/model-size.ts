import { findModelFacts } from "./catalogue.ts";

const SIZE_IN_ID = /(?<![A-Za-z0-9]|\d\.)(\d+(?:\.\d+)?)\s*[bB](?![A-Za-z0-9])/;

/** A52: 10⁹ parameters by catalogue, else as the id says, else null. */
export function modelSizeB(id: string): number | null {
  const known = findModelFacts(id);
  if (known !== null) return known.sizeB;
  const stated = SIZE_IN_ID.exec(id)?.[1];
  return stated === undefined ? null : Number(stated);
}

export interface SizeOrder {
  /** Smallest first; unknown sizes follow in input order. */
  ids: string[];
  isEverySizeKnown: boolean;
}

/** B56: the order a report names candidates in. It never changes the order they are tried in. */
export function smallestFirst(ids: readonly string[]): SizeOrder {
  const sized = ids.map((id) => ({ id, sizeB: modelSizeB(id) ?? Number.POSITIVE_INFINITY }));
  const ordered = sized.toSorted((left, right) => (left.sizeB === right.sizeB ? 0 : left.sizeB - right.sizeB));
  return { ids: ordered.map(({ id }) => id), isEverySizeKnown: sized.every(({ sizeB }) => Number.isFinite(sizeB)) };
}
