import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { inspectMlx } from "./inspect-mlx.ts";
import { pythonPackageVersion } from "./python-package-version.ts";

const folder = mkdtempSync(join(tmpdir(), "espalier-mlx-"));
afterAll(() => rmSync(folder, { recursive: true }));

const qwen = {
  max_position_embeddings: 32_768,
  num_hidden_layers: 28,
  num_attention_heads: 28,
  num_key_value_heads: 4,
  hidden_size: 3584,
};

test.each([
  ["grouped queries, head size from the width", qwen, 57_344, 32_768],
  ["a stated head size wins", { ...qwen, head_dim: 64 }, 28_672, 32_768],
  ["a vision model keeps its language half one level down", { text_config: qwen }, 57_344, 32_768],
  ["a missing term leaves it unknown", { max_position_embeddings: 4096 }, null, 4096],
  ["odd values count as missing", { ...qwen, num_hidden_layers: "many" }, null, 32_768],
])("A60 A61 an MLX config: %s", async (_title, config, kvBytesPerToken, trainedContext) => {
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  expect(await inspectMlx(folder)).toMatchObject({ kvBytesPerToken, trainedContext });
});

test("A44 a folder without a readable config is no model", async () => {
  writeFileSync(join(folder, "config.json"), "{");
  await expect(inspectMlx(folder)).rejects.toThrow(/cannot be read as a model's config/);
});

test("A45 a script's package version comes from the metadata beside it", () => {
  mkdirSync(join(folder, "lib", "python3.12", "site-packages", "mlx_lm-0.30.5.dist-info"), { recursive: true });
  expect(pythonPackageVersion(join(folder, "bin", "mlx_lm.server"), "mlx_lm")).toBe("0.30.5");
  expect(pythonPackageVersion(join(folder, "bin", "mlx_vlm.server"), "mlx_vlm")).toBeNull();
});
