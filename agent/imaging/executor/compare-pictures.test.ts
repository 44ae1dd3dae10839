import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { expect, onTestFinished, test } from "vitest";
import { picture } from "../../test/fixtures/pictures.ts";
import { comparePictures } from "./compare-pictures.ts";

const AVIF_LOADER = { operation: ["VipsForeignLoadHeif"] };

test("TU52 IM48 two AVIF outputs are compared while AVIF stays closed to inputs, before and after", async () => {
  const folder = mkdtempSync(join(tmpdir(), "espalier-compare-"));
  const save = async (name: string, quality: number): Promise<string> => {
    const path = join(folder, name);
    writeFileSync(path, await picture(64, 48).avif({ effort: 0, quality }).toBuffer());
    return path;
  };
  const [leftPath, rightPath] = [await save("left.avif", 85), await save("right.avif", 30)];
  sharp.block(AVIF_LOADER);
  onTestFinished(() => sharp.unblock(AVIF_LOADER));
  const compare = (left: string, right: string) =>
    comparePictures({ kind: "compare", leftPath: left, rightPath: right, maxSeconds: 60 }, "closed");
  expect(await compare(leftPath, leftPath)).toMatchObject({ isSameSize: true, largestDifference: 0, ssim: 1 });
  expect((await compare(leftPath, rightPath)).largestDifference).toBeGreaterThan(0);
  await expect(sharp(leftPath).metadata()).rejects.toThrow();
});
