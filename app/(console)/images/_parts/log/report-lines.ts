import type { ImportReport } from "./send-log.ts";

const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;

/** IM56: what an import found, in words; what needs an eye comes after what went well. */
export function reportLines(report: ImportReport): string[] {
  const { runs, ratings, known, orphans, withoutPixels, unknownClasses, skipped } = report;
  return [
    `${count(runs, "image run")} and ${count(ratings, "rating")} are new; ${count(known, "line")} ${known === 1 ? "was" : "were"} here already.`,
    ...(withoutPixels === 0 ? [] : [`${count(withoutPixels, "run")} without pixels: counted, not rateable here.`]),
    ...(orphans === 0 ? [] : [`${count(orphans, "rating")} without a run that is here.`]),
    ...(unknownClasses.length === 0
      ? []
      : [`Classes not in the list, kept as they are: ${unknownClasses.map((label) => `“${label}”`).join(", ")}.`]),
    ...(skipped === 0 ? [] : [`${count(skipped, "line")} skipped, not stored.`]),
  ];
}
