import { describe, expect, test } from "vitest";
import { decidePreWarmFailure } from "./pre-warm.ts";

describe("B46 the classifier reads the provider's stderr", () => {
  test.each([
    "Required configuration file missing: tokenizer.json",
    "[load_safetensors] Invalid json header length 0",
    "SIGNATURE Mismatch on Model Weights",
    "weight hash mismatch: model.gguf",
  ])("TB43 integrity: %s", (stderr) => {
    expect(decidePreWarmFailure(`loading\n${stderr}\n`)).toBe("integrity");
  });

  test.each([
    "Download failed: incomplete metadata in Hugging Face API response; retry later",
    "cache index invalid or corrupted; rebuild cache and retry",
    "HTTP 503",
    "no space left on device",
    "",
  ])("TB45 B44 transient: %s", (stderr) => {
    expect(decidePreWarmFailure(stderr)).toBe("transient");
  });
});
