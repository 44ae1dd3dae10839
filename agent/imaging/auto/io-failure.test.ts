import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requireFile } from "./io-failure.ts";

test("IM68 IM69 IM70 an input that is a folder or not there is an io_error that says which, with the way out", async () => {
  const folder = mkdtempSync(join(tmpdir(), "espalier-input-"));
  await expect(requireFile(folder)).rejects.toMatchObject({
    code: "io_error",
    message: `${folder} is a folder`,
    fix: "give the path of one picture",
  });
  const file = join(folder, "a.png");
  const missing = { code: "io_error", message: expect.stringContaining("cannot be read") };
  await expect(requireFile(file)).rejects.toMatchObject(missing);
  writeFileSync(file, "abc");
  expect((await requireFile(file)).size).toBe(3);
});
