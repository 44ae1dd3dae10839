import type { ImportReport } from "./send-log.ts";

const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;

const WHY_REFUSED = {
  in_confirmation: "of a verdict of a blind confirmation",
  given_here: "of an answer given in this console",
  other_rater: "of another rater's answer",
  other_source: "of an answer that came from elsewhere",
} as const satisfies Record<ImportReport["refusedRevokes"][number]["reason"], string>;

/** IM56: what an import found, in words; what needs an eye comes after what went well. */
export function reportLines(report: ImportReport): string[] {
  const { runs, ratings, known, orphans, withoutPixels, unknownClasses, refusedRevokes, skipped } = report;
  return [
    `${count(runs, "image run")} and ${count(ratings, "rating")} are new; ${count(known, "line")} ${known === 1 ? "was" : "were"} here already.`,
    ...(withoutPixels === 0 ? [] : [`${count(withoutPixels, "run")} without pixels: counted, not rateable here.`]),
    ...(orphans === 0 ? [] : [`${count(orphans, "rating")} without a run that is here.`]),
    ...(unknownClasses.length === 0
      ? []
      : [`Classes not in the list, kept as they are: ${unknownClasses.map((label) => `“${label}”`).join(", ")}.`]),
    ...refusedRevokes.map(
      ({ reason, count: n }) =>
        `${count(n, "revoke")} ${WHY_REFUSED[reason]} ${n === 1 ? "takes" : "take"} nothing back: kept as ${n === 1 ? "a line" : "lines"}.`,
    ),
    ...(skipped === 0 ? [] : [`${count(skipped, "line")} skipped, not stored.`]),
  ];
}
