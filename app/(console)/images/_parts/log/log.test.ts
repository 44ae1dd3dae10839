import { expect, test } from "vitest";
import { reportLines } from "./report-lines.ts";
import { exportPath, outcomeOf } from "./send-log.ts";

const report = {
  runs: 1,
  ratings: 2400,
  orphans: 3,
  unknownClasses: ["Old Photo"],
  withoutPixels: 1,
  known: 0,
  refusedRevokes: [
    { reason: "in_confirmation" as const, count: 1 },
    { reason: "other_source" as const, count: 2 },
  ],
  skipped: 1,
  skippedLines: [{ line: 8, reason: "no JSON" }],
};

test("IM56 the report of an import names runs, ratings, orphans, unknown classes, runs without pixels, refused revokes and skipped lines", () => {
  expect(reportLines(report)).toEqual([
    "1 image run and 2,400 ratings are new; 0 lines were here already.",
    "1 run without pixels: counted, not rateable here.",
    "3 ratings without a run that is here.",
    "Classes not in the list, kept as they are: “Old Photo”.",
    "1 revoke of a verdict of a blind confirmation takes nothing back: kept as a line.",
    "2 revokes of an answer that came from elsewhere take nothing back: kept as lines.",
    "1 line skipped, not stored.",
  ]);
  const again = {
    ...report,
    runs: 0,
    ratings: 0,
    orphans: 0,
    unknownClasses: [],
    withoutPixels: 0,
    known: 9,
    refusedRevokes: [],
    skipped: 0,
  };
  expect(reportLines(again)).toEqual(["0 image runs and 0 ratings are new; 9 lines were here already."]);
});

test("IM56 an import is told with its report, a refused one in the server's own words", () => {
  expect(outcomeOf(200, report)).toEqual({ kind: "imported", report });
  const error = { code: "TOO_LARGE", message: "The log is larger than 200,000,000 bytes.", fix: "Split it." };
  expect(outcomeOf(413, { error })).toEqual({ kind: "refused", ...error });
  expect(outcomeOf(502, null)).toMatchObject({ kind: "refused", code: "http_502" });
});

test("IM56 a class of any name is one parameter of the export's address", () => {
  expect([exportPath(null), exportPath("../a b&c")]).toEqual([
    "/api/images/records",
    "/api/images/records?class=..%2Fa%20b%26c",
  ]);
});
