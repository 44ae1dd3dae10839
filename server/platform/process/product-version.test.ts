import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { PRODUCT_VERSION } from "./product-version.ts";

test("the version that proposals pin is the one of the package", () => {
  const text = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  expect(z.object({ version: z.string() }).parse(JSON.parse(text)).version).toBe(PRODUCT_VERSION);
});
