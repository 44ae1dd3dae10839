import { z } from "zod";

/** IM45: where pictures go in. `GET <path>/<blake3>` answers 204 when the picture is here, else 404. */
export const UPLOAD_PATH = "/api/images/upload";
/** BLAKE3 of the bytes, computed where they come from. */
export const HASH_HEADER = "x-espalier-blake3";
/** The file's name for people, percent-encoded; optional. */
export const NAME_HEADER = "x-espalier-name";

/** IM45's refusals and their HTTP status. */
export const UPLOAD_STATUS = {
  hash_missing: 400,
  upload_cut: 400,
  hash_mismatch: 409,
  length_missing: 411,
  too_large: 413,
  unsupported_format: 415,
  image_refused: 422,
  storage_full: 507,
} as const;
export type UploadRefusalCode = keyof typeof UPLOAD_STATUS;

/** What 201 (stored) and 200 (already present) carry. */
export const UploadAnswer = z.object({
  blake3: z.string(),
  bytes: z.int(),
  format: z.enum(["jpeg", "png", "webp", "avif"]),
  widthPx: z.int(),
  heightPx: z.int(),
  isAnimated: z.boolean(),
});
export type UploadAnswer = z.infer<typeof UploadAnswer>;
