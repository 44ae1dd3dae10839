import { expect, test } from "vitest";
import type { ProcessRow } from "../../host/ps-listing.ts";
import { findServing, isServeArgv } from "./foreground.ts";

const row = (pid: number, parentPid: number, argv: string[]): ProcessRow => ({
  pid,
  parentPid,
  groupId: pid,
  startTime: String(pid),
  isZombie: false,
  argv,
  residentBytes: null,
});

test.each([
  ["a node script named espalier", ["/usr/bin/node", "/opt/espalier", "serve", "--port", "8080"], true],
  ["macprovider-cli", ["/opt/bin/macprovider-cli", "serve"], true],
  ["TB40 macprovider-cli-helper", ["/opt/bin/macprovider-cli-helper", "serve"], false],
  ["serve not directly behind the name", ["/opt/espalier", "--verbose", "serve"], false],
  ["a tune run", ["/opt/espalier", "autotune", "serve"], false],
  ["an empty argv", [], false],
])("B29 %s", (_title, argv, expected) => {
  expect(isServeArgv(argv)).toBe(expected);
});

test("B29 a serve process below a tune run is another run's candidate, not a conflict", () => {
  const rows = [
    row(10, 1, ["espalier", "autotune"]),
    row(11, 10, ["espalier", "serve"]),
    row(12, 1, ["espalier", "serve"]),
  ];
  const found = findServing(rows, new Set());
  expect(found.candidates.map(({ pid }) => pid)).toEqual([11]);
  expect(found.foreground.map(({ pid }) => pid)).toEqual([12]);
});
