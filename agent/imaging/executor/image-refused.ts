import type { RunErrorReason } from "../../../core/imaging/record/parts.ts";

/** A picture or a step that ends the run with one of the reasons of images.md 6.1. */
export class ImageRefused extends Error {
  readonly reason: RunErrorReason;

  constructor(reason: RunErrorReason, detail: string, cause?: unknown) {
    super(detail, { cause });
    this.name = "ImageRefused";
    this.reason = reason;
  }
}

const TABLE: readonly (readonly [pattern: RegExp, reason: RunErrorReason])[] = [
  [/exceeds pixel limit/, "pixel_limit"],
  [/exceeds channel limit/, "unsupported_format"],
  [/unsupported image format/, "unsupported_format"],
];

/** The engine's words for a picture it will not decode, as one of the known reasons. */
export function decodeFailure(failure: unknown): ImageRefused {
  if (failure instanceof ImageRefused) return failure;
  const words = (failure instanceof Error ? failure.message : String(failure)).replace(/\s+/g, " ").trim();
  const [, reason] = TABLE.find(([pattern]) => pattern.test(words)) ?? [null, "truncated" as const];
  return new ImageRefused(reason, words, failure);
}
