import { expect, test } from "vitest";
import { head, numberValue, type TwinTable, wordValue } from "../prepare/twin-table.ts";
import { chartCsv } from "./chart-csv.ts";

const heads = [head("cell", "cell", false), head("tps_median", "tok/s")];
const table = (...rows: [string, number | null][]): TwinTable => ({
  heads,
  rows: rows.map(([id, tps]) => ({
    id,
    text: id,
    at: null,
    values: [wordValue(id), numberValue(tps, (value) => `${value} tok/s`)],
  })),
});

test("H-45 the CSV holds what is plotted, bare numbers under named units", () => {
  expect(chartCsv(table(["8 ·2", 21.4], ["4 ·1", -3]))).toBe("cell,tps_median\r\n8 ·2,21.4\r\n4 ·1,-3");
});

test("H-51 cells that a spreadsheet would run are neutralised, commas and quotes are kept", () => {
  expect(chartCsv(table(["=SUM(A1)", 1], ["-x", 2], ['a,"b"', null]))).toBe(
    'cell,tps_median\r\n\'=SUM(A1),1\r\n\'-x,2\r\n"a,""b""",',
  );
});
