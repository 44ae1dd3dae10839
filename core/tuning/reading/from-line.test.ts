import { expect, test } from "vitest";
import { LineReader } from "../../imaging/record/line-reader.ts";
import { makePair } from "../../imaging/record/record.ts";
import { EVENT_ID, RUN_ID } from "../../imaging/record/test-records.ts";
import { tunerRecord } from "./from-line.ts";

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
