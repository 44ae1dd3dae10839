import { expect, test } from "vitest";
import { loadTunesView, PAGE_SIZE, tunesInput } from "./tunes-view.ts";

const MAC = "3f2b8c1a-0d4e-4a57-9b1e-0c5d7e9f1a23";

test("H-01 filter, machine, order and page come from the URL", () => {
  const view = loadTunesView(`?state=failed&q=qwen&mac=${MAC}&sort=tps&direction=asc&page=3`);
  expect(tunesInput(view)).toEqual({
    state: "failed",
    q: "qwen",
    agentId: MAC,
    sort: "tps",
    direction: "asc",
    page: 3,
    pageSize: PAGE_SIZE,
  });
});

test("H-03 what a pasted link gets wrong degrades to the defaults", () => {
  const view = loadTunesView("?state=nonsense&mac=nobody&sort=x&direction=up&page=-4");
  expect(tunesInput(view)).toEqual({
    state: "all",
    sort: "requested",
    direction: "desc",
    page: 1,
    pageSize: PAGE_SIZE,
  });
});
