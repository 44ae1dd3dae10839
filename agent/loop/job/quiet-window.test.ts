import { expect, test } from "vitest";
import { makeQuietWindow } from "./quiet-window.ts";

test("M5 nothing is written or sent in a quiet window, and all of it in order afterwards", async () => {
  const quiet = makeQuietWindow();
  const done: string[] = [];
  quiet.whenOver(() => done.push("before"));
  quiet.set(true);
  quiet.whenOver(() => done.push("log"));
  quiet.whenOver(() => done.push("progress"));
  const upload = quiet.over(new AbortController().signal).then(() => done.push("upload"));
  await Promise.resolve();
  expect(done).toEqual(["before"]);
  quiet.set(false);
  await upload;
  expect(done).toEqual(["before", "log", "progress", "upload"]);
});

test("M5 a stopping agent does not wait for a window that never ends", async () => {
  const quiet = makeQuietWindow();
  quiet.set(true);
  const end = new AbortController();
  const waiting = quiet.over(end.signal);
  end.abort();
  await waiting;
  await quiet.over(end.signal);
});
