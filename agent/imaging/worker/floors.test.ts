import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { z } from "zod";
import { floorProblem } from "./floors.ts";

const READY = { sharp: "0.35.5", vips: "8.18.7", heif: "1.23.5" };
const read = (path: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, "../../..", path), "utf8"));

test("IM47 TH15 the installed engine is at or above its floors", () => {
  expect(floorProblem(sharp.versions)).toBeNull();
});

test.each([
  [{ ...READY, vips: "8.18.6" }, "libvips 8.18.6 is below its floor 8.18.7"],
  [{ ...READY, vips: "8.9.9" }, "libvips 8.9.9 is below its floor 8.18.7"],
  [{ ...READY, heif: "1.23.4" }, "libheif 1.23.4 is below its floor 1.23.5"],
  [{ ...READY, sharp: "0.35.4" }, "sharp 0.35.4 is below its floor 0.35.5"],
  [{ ...READY, heif: undefined }, "libheif unknown is below its floor 1.23.5"],
  [{ sharp: "0.36.0", vips: "8.19.0", heif: "1.24.0" }, null],
])("IM47 %o starts only above the floors", (versions, problem) => {
  expect(floorProblem(versions)).toBe(problem);
});

test("IM47 every sharp in the lockfile, also a transitive one, is the pinned version", () => {
  const Lock = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });
  const { packages } = Lock.parse(read("package-lock.json"));
  const versions = Object.entries(packages)
    .filter(([path]) => /(^|\/)node_modules\/sharp$/.test(path))
    .map(([, { version }]) => version);
  expect(versions).toEqual(["0.35.5"]);
});
