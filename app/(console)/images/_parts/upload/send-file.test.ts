import { expect, test, vi } from "vitest";
import { outcomeOf, retryAfterMs, sendFile } from "./send-file.ts";

test.each([
  ["stored", 201, "{}", { kind: "stored" }],
  ["already present", 200, "{}", { kind: "already" }],
  [
    "a refusal in the server's words",
    415,
    '{"code":"unsupported_format","message":"This is HEIC.","fix":"Save it as JPEG."}',
    { kind: "refused", code: "unsupported_format", message: "This is HEIC.", fix: "Save it as JPEG." },
  ],
  [
    "an answer of somebody else",
    502,
    "<html>",
    { kind: "refused", code: "http_502", message: "The upload was refused.", fix: null },
  ],
])("IM45 the page tells %s", (_title, status, text, expected) => {
  expect(outcomeOf(status, text)).toEqual(expected);
});

test("RL2 the page waits as long as the console asks, and never for ever", () => {
  expect(["3", null, "soon", "-1", "9000"].map(retryAfterMs)).toEqual([3000, 1000, 1000, 1000, 60_000]);
});

test("IM45 where nobody answers, the page says that the console could not be reached and blames no file", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  const sent = await sendFile(new File(["picture"], "a.png"), "0".repeat(64), () => undefined);
  expect(sent).toMatchObject({ kind: "refused", code: "connection_lost" });
  vi.unstubAllGlobals();
});
