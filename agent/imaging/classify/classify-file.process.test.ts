import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { shippedThresholds } from "../../../core/imaging/classify/thresholds.ts";
import { createImagePool } from "../pool/image-pool.ts";
import { classifyFile } from "./classify-file.ts";

test("IM68 a signal ends the child that classifies", { timeout: 60_000 }, async () => {
  const scratchDir = await mkdtemp(join(tmpdir(), "espalier-classify-"));
  const inputPath = join(scratchDir, "grey.png");
  const picture = sharp({ create: { width: 96, height: 64, channels: 3, background: "#808080" } });
  await picture.png().toFile(inputPath);
  const pool = createImagePool({ scratchDir, takesAvif: false, monoMs: () => performance.now(), maxChildren: 1 });
  try {
    const request = { inputPath, thresholds: shippedThresholds(), isScreenCapture: false };
    const stopped = await classifyFile(pool, { ...request, signal: AbortSignal.abort() });
    expect(stopped).toMatchObject({ ok: false, reason: "cancelled" });
    expect(await classifyFile(pool, request)).toMatchObject({ ok: true, answer: { label: "unknown" } });
  } finally {
    await pool.close();
    await rm(scratchDir, { recursive: true, force: true });
  }
});
