import { describe, expect, test } from "vitest";
import { type Connection, connectionText, isStale } from "./connection-text.ts";

const clock = (ms: number) => `clock ${ms}`;

describe("H-21 the connection state is text", () => {
  test.each<[string, Connection, number, string]>([
    ["open", { kind: "live" }, 0, "live"],
    ["first attempt", { kind: "connecting" }, 0, "connecting"],
    ["hidden tab", { kind: "paused" }, 0, "paused"],
    ["just lost", { kind: "lost", sinceMs: 1000, lastLiveMs: 900 }, 1000, "reconnecting, 0 s"],
    ["lost for four seconds", { kind: "lost", sinceMs: 1000, lastLiveMs: 900 }, 5200, "reconnecting, 4 s"],
    [
      "lost for long names the last live moment",
      { kind: "lost", sinceMs: 1000, lastLiveMs: 900 },
      21_000,
      "stale since clock 900",
    ],
    ["never live names the loss", { kind: "lost", sinceMs: 1000, lastLiveMs: null }, 30_000, "stale since clock 1000"],
    [
      "a clock set back counts no negative seconds",
      { kind: "lost", sinceMs: 1000, lastLiveMs: null },
      0,
      "reconnecting, 0 s",
    ],
  ])("%s", (_title, connection, now, text) => {
    expect(connectionText(connection, now, clock)).toBe(text);
  });

  test("only a stream lost for long makes numbers stale", () => {
    expect(isStale({ kind: "live" }, 1e9)).toBe(false);
    expect(isStale({ kind: "lost", sinceMs: 0, lastLiveMs: null }, 19_999)).toBe(false);
    expect(isStale({ kind: "lost", sinceMs: 0, lastLiveMs: null }, 20_000)).toBe(true);
  });
});
