import { meanOf, populationSd } from "./moments.ts";
import { groupScores, type ItemScore, sharedItems } from "./rating-table.ts";

/** Scores freed of what each rater gives too much or too little (ITU-T P.910, Annex E). */
export interface RaterBias {
  /** Bias-free score of each item with its standard error, in stars. */
  readonly items: ReadonlyMap<string, { readonly score: number; readonly standardError: number }>;
  /** b of each rater in stars; their mean is 0. */
  readonly raters: ReadonlyMap<string, number>;
}

const LEAST_SIGMA = 0.25;
const CLOSE_ENOUGH = 1e-8;
const MOST_ROUNDS = 1000;
const LEAST_RATERS = 3;
const LEAST_SHARED = 8;
/** Fewer scores hardly spread, and one not at all, however noisy its rater is. */
const LEAST_SPREAD = 3;

/** Bias is told only where at least three raters share at least eight items each (TU32). */
export function canTellBias(scores: readonly ItemScore[]): boolean {
  const shared = [...sharedItems(scores).values()];
  return shared.filter((items) => items >= LEAST_SHARED).length >= LEAST_RATERS;
}

/** Alternates between rater biases and items weighted by each rater's consistency until they stand still (TU32). */
export function solveRaterBias(scores: readonly ItemScore[]): RaterBias {
  const [items, raters] = [groupScores(scores, "item"), groupScores(scores, "rater")];
  let psi = mapValues(items, (group) => meanOf(group.map(({ score }) => score)));
  const biasOf = () => mapValues(raters, (group) => meanOf(group.map(({ item, score }) => score - at(psi, item))));
  let bias = biasOf();
  const residual = ({ item, rater, score }: ItemScore): number => score - at(psi, item) - at(bias, rater);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const weights = mapValues(raters, (group) => 1 / Math.max(LEAST_SIGMA, populationSd(group.map(residual))) ** 2);
    const before = psi;
    psi = mapValues(items, (group) => weightedScore(group, weights, bias));
    bias = biasOf();
    const moved = [...psi].reduce((sum, [item, score]) => sum + (score - at(before, item)) ** 2, 0);
    if (Math.sqrt(moved) < CLOSE_ENOUGH) break;
  }
  const pooled = pooledSd([...items.values()].map((group) => group.map(residual)));
  const shift = meanOf([...bias.values()]);
  return {
    items: mapValues(items, (group, item) => ({
      score: at(psi, item) + shift,
      standardError:
        (group.length < LEAST_SPREAD ? pooled : populationSd(group.map(residual))) / Math.sqrt(group.length),
    })),
    raters: mapValues(bias, (value) => value - shift),
  };
}

/** What one score is off by, from the items that several raters gave one: each took one residual to place it (TU32). */
function pooledSd(items: readonly (readonly number[])[]): number {
  const residuals = items.filter(({ length }) => length > 1).flat();
  const free = items.reduce((sum, { length }) => sum + Math.max(0, length - 1), 0);
  const squares = residuals.reduce((sum, value) => sum + value ** 2, 0);
  return free === 0 ? LEAST_SIGMA : Math.max(LEAST_SIGMA, Math.sqrt(squares / free));
}

function weightedScore(group: readonly ItemScore[], weights: Numbers, bias: Numbers): number {
  const total = group.reduce((sum, { rater }) => sum + at(weights, rater), 0);
  return group.reduce((sum, { rater, score }) => sum + at(weights, rater) * (score - at(bias, rater)), 0) / total;
}

type Numbers = ReadonlyMap<string, number>;

const at = (values: Numbers, key: string): number => values.get(key) ?? 0;

function mapValues<From, To>(from: ReadonlyMap<string, From>, change: (value: From, key: string) => To) {
  return new Map([...from].map(([key, value]): [string, To] => [key, change(value, key)]));
}
