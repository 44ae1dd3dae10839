import { expect, test } from "vitest";
import { isScreenCapture, readCaptureMark } from "./screen-capture.ts";

test.each([
  ["a screen capture", "1", true],
  ["a picture that was one and is none any more", "0", false],
  ["a picture without the mark", "(null)", false],
  ["a file that Spotlight does not know", "/tmp/x: could not find /tmp/x.\n", false],
  ["a Mac without the command", "", false],
])("a Mac's mark of %s is read as it prints it", async (_title, printed, expected) => {
  const asked: string[][] = [];
  const run = async (argv: readonly string[]) => {
    asked.push([...argv]);
    return printed;
  };
  expect(await readCaptureMark("/shots/-a.png", run)).toBe(expected);
  expect(asked).toEqual([["mdls", "-raw", "-name", "kMDItemIsScreenCapture", "/shots/-a.png"]]);
});

test("nothing but a Mac marks a screen capture", async ({ skip }) => {
  if (process.platform === "darwin") skip("this is a Mac");
  expect(await isScreenCapture("/shots/a.png")).toBe(false);
});
