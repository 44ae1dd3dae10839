import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { shippedThresholds } from "../../../../core/imaging/classify/thresholds.ts";
import { systemClock } from "../../../host/system-clock.ts";
import { createImagePool } from "../../../imaging/pool/image-pool.ts";
import { picture } from "../../../test/fixtures/pictures.ts";
import { measuredClass } from "./classify-input.ts";

test("IM11 a named class comes with the signals of its picture, and with a warning where they are missing", async () => {
  const scratchDir = mkdtempSync(join(tmpdir(), "espalier-measured-"));
  const pool = createImagePool({ scratchDir, takesAvif: false, monoMs: systemClock.monoMs, maxChildren: 1 });
  onTestFinished(() => pool.close());
  const bytes = await picture(96, 96).png().toBuffer();
  const [whole, torn] = [join(scratchDir, "whole.png"), join(scratchDir, "torn.png")];
  writeFileSync(whole, bytes);
  writeFileSync(torn, bytes.subarray(0, 400));
  const setup = { pool, thresholds: shippedThresholds(), signal: new AbortController().signal };
  expect(await measuredClass("receipt", whole, setup)).toMatchObject({
    class: "receipt",
    classBy: "override",
    signals: { luma_mean: expect.any(Number) },
    warnings: [],
  });
  expect(await measuredClass("receipt", torn, setup)).toMatchObject({
    class: "receipt",
    signals: {},
    warnings: ["the signals of the picture could not be measured: truncated"],
  });
});
