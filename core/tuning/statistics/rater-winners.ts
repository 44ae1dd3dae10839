import type { Vote } from "./votes.ts";

export interface RaterWinner {
  readonly rater: string;
  /** The recipe furthest above its losses in this rater's comparisons; null where several are. */
  readonly recipe: string | null;
  /** The comparisons of that recipe, of a leading one where several are. */
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
}

interface Record {
  recipe: string;
  wins: number;
  ties: number;
  losses: number;
}

/** Whom each rater's own comparisons put first; shown before disagreement is called noise (TU33). */
export function raterWinners(votes: readonly Vote[]): RaterWinner[] {
  return [...Map.groupBy(votes, ({ rater }) => rater)].flatMap(([rater, own]) => {
    const [first, second] = recordsOf(own).sort((a, b) => lead(b) - lead(a) || (a.recipe < b.recipe ? -1 : 1));
    if (first === undefined) return [];
    const { wins, ties, losses } = first;
    const isAlone = second === undefined || lead(first) > lead(second);
    return [{ rater, recipe: isAlone ? first.recipe : null, wins, ties, losses }];
  });
}

const lead = ({ wins, losses }: Record): number => wins - losses;

function recordsOf(votes: readonly Vote[]): Record[] {
  const records = new Map<string, Record>();
  const of = (recipe: string): Record => {
    const known = records.get(recipe) ?? { recipe, wins: 0, ties: 0, losses: 0 };
    records.set(recipe, known);
    return known;
  };
  for (const { left, right, outcome } of votes) {
    const [one, other] = [of(left), of(right)];
    if (outcome === "tie") for (const record of [one, other]) record.ties += 1;
    else {
      const [winner, loser] = outcome === "left" ? [one, other] : [other, one];
      winner.wins += 1;
      loser.losses += 1;
    }
  }
  return [...records.values()];
}

/** Whether raters put the same recipe first, class by class: only classes in which two raters have a winner tell (TU33). */
export function compareWinners(winners: readonly { readonly class: string; readonly recipeSha: string | null }[]): {
  readonly compared: readonly string[];
  readonly split: readonly string[];
} {
  const firsts = [...Map.groupBy(winners, (winner) => winner.class)].map(
    ([label, own]) => [label, own.flatMap(({ recipeSha }) => recipeSha ?? [])] as const,
  );
  const compared = firsts.filter(([, shas]) => shas.length > 1);
  const split = compared.filter(([, shas]) => new Set(shas).size > 1);
  return { compared: compared.map(([label]) => label), split: split.map(([label]) => label) };
}
