import { expect, test } from "vitest";
import { createLog } from "./log.ts";

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog({ write: (line) => void lines.push(line) }, "debug"));
  return lines.join("");
}

test("SL1 only fields of the allow-list reach the log", () => {
  const text = logged(({ log }) =>
    log.info({ event: "x", jobId: "j1", password: "canary-a", cookie: "canary-b", prompt: "canary-c" }, "done"),
  );
  expect(JSON.parse(text)).toEqual({ level: "info", time: expect.any(String), event: "x", jobId: "j1", msg: "done" });
});

test("SL1 TH19 a registered secret is removed by value, wherever it stands", () => {
  const secret = "esp_join_abcdefghijklmnop";
  const text = logged(({ log, hide }) => {
    hide(secret);
    log.warn({ err: new Error(`bad ${secret}`, { cause: new Error(secret) }), path: `/x/${secret}` }, `saw ${secret}`);
  });
  expect(text).not.toContain(secret);
  expect(text).toContain("saw [secret]");
});

test("an error is logged with its type, message and causes", () => {
  const text = logged(({ log }) => log.error({ err: new TypeError("outer", { cause: new Error("inner") }) }, "failed"));
  expect(JSON.parse(text).err).toMatchObject({ type: "TypeError", message: "outer", cause: { message: "inner" } });
});
