import { expect, test } from "vitest";
import type { ChartPoint, TwinColumn } from "../chart-props.ts";
import { chartCsv } from "./chart-csv.ts";

interface Point extends ChartPoint {
  tps: number | null;
}

const point = (id: string, tps: number | null): Point => ({ id, text: id, at: null, tps });
const columns: TwinColumn<Point>[] = [
  { key: "cell", title: "Cell", cell: ({ id }) => id },
  { key: "tps_median", title: "tok/s", cell: ({ tps }) => `${tps} tok/s`, csv: ({ tps }) => String(tps ?? "") },
];

test("H-45 the CSV holds what is plotted, bare numbers under named units", () => {
  expect(chartCsv([point("8 ·2", 21.4), point("4 ·1", -3)], columns)).toBe("cell,tps_median\r\n8 ·2,21.4\r\n4 ·1,-3");
});

test("H-51 cells that a spreadsheet would run are neutralised, commas and quotes are kept", () => {
  expect(chartCsv([point("=SUM(A1)", 1), point("-x", 2), point('a,"b"', null)], columns)).toBe(
    'cell,tps_median\r\n\'=SUM(A1),1\r\n\'-x,2\r\n"a,""b""",',
  );
});
