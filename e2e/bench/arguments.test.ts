import { describe, expect, test } from "vitest";
import { parseBenchCommand } from "./arguments.ts";
import { BENCHES } from "./registry.ts";

describe("the bench command line", () => {
  test("one bench by its id, in either case, or all", () => {
    expect(parseBenchCommand(["h3", "--ci"])).toMatchObject({ benches: [{ id: "H3" }], isCi: true, rngKey: 1 });
    expect(parseBenchCommand(["all", "--rng-key", "7"])).toEqual({ benches: BENCHES, isCi: false, rngKey: 7 });
  });

  test.each([
    [[], "name one bench of"],
    [["H3", "H4"], "name one bench of"],
    [["H99"], "unknown bench H99"],
    [["H3", "--rng-key", "x"], "--rng-key x must be a whole number from 0"],
    [["H3", "--rng-key", "-1"], "--rng-key"],
    [["H3", "--nope"], "--nope"],
  ])("%j is refused with its cause", (argv, message) => {
    expect(() => parseBenchCommand(argv)).toThrow(message);
  });
});
