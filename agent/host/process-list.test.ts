import { expect, test } from "vitest";
import { parseProcStat } from "./process-list.ts";
import { parsePsListing } from "./ps-listing.ts";

const STAT =
  "812 (odd) name (x) S 1 812 812 0 -1 4194560 100 0 0 0 5 2 0 0 20 0 11 0 98765 1000000 250 18446744073709551615";

test("B29 a command name with spaces and parentheses does not shift the fields", () => {
  expect(parseProcStat(STAT, "node\0espalier\0serve\0", "boot")).toEqual({
    pid: 812,
    parentPid: 1,
    groupId: 812,
    startTime: "boot:98765",
    isZombie: false,
    argv: ["node", "espalier", "serve"],
    residentBytes: 250 * 4096,
  });
});

test.each(["", "12", "12 (torn", "x (y) S 1 1"])("B29 the reader leaves out the odd record %j", (stat) => {
  expect(parseProcStat(stat, "", "boot")).toBeNull();
});

test("B29 an empty command line is an empty argv", () => {
  expect(parseProcStat(STAT, "", "boot")?.argv).toEqual([]);
});

test("B29 ps rows of a Mac are read, others skipped", () => {
  const listing = `
  501     1   501 Ss    2048 Fri Nov 20 11:12:13 2026 /usr/local/bin/node /opt/espalier serve --port 8080
  502   501   501 Z        0 Fri Nov  6 01:02:03 2026 <defunct>
  garbage
`;
  expect(parsePsListing(listing)).toEqual([
    {
      pid: 501,
      parentPid: 1,
      groupId: 501,
      startTime: "Fri Nov 20 11:12:13 2026",
      isZombie: false,
      argv: ["/usr/local/bin/node", "/opt/espalier", "serve", "--port", "8080"],
      residentBytes: 2_097_152,
    },
    expect.objectContaining({ pid: 502, isZombie: true, startTime: "Fri Nov 6 01:02:03 2026" }),
  ]);
});
