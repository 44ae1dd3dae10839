import { expect, test } from "vitest";
import { LineReader } from "../../imaging/record/line-reader.ts";
import { makePair, recordLine } from "../../imaging/record/record.ts";
import { aRating, EVENT_ID, RUN_ID } from "../../imaging/record/test-records.ts";
import { tunerRecord } from "./from-line.ts";
import { QuickLines } from "./quick-lines.ts";

test("IM64 TD27 a verdict on a gold pair is no observation", () => {
  const kindOf = (gold: boolean) => {
    const record = makePair({
      ts_unix_ms: 1,
      event_id: EVENT_ID,
      left_run: RUN_ID,
      right_run: RUN_ID.replace(/1$/, "2"),
      rater_id: "r",
      verdict: "left",
      shown_left: "none",
      ms: 900,
      ...(gold ? { gold } : {}),
    });
    const line = new LineReader().read({ bytes: new TextEncoder().encode(JSON.stringify(record)) });
    if (line === null || line.kind === "malformed") throw new Error("no line");
    return tunerRecord(line, () => null).kind;
  };
  expect([kindOf(false), kindOf(true)]).toEqual(["pair", "other"]);
});

test("IM36 TU7 TU20 a rating of the older tool is the word of local, the rater of one that names none, to both readers", () => {
  const v1 = JSON.stringify({ kind: "rating", ts_unix_ms: 8, input_blake3: "a".repeat(64), score: 4 });
  for (const text of [v1, recordLine(aRating())]) {
    const line = new LineReader().readText(text);
    if (line === null || line.kind === "malformed") throw new Error("no line");
    expect(tunerRecord(line, () => null)).toMatchObject({ kind: "rating", rater: "local" });
    expect(new QuickLines(null).read(text)).toMatchObject({ kind: "rating", rater: "local" });
  }
});
