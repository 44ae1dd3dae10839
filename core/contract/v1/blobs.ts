import { z } from "zod";

/** BL1: sizes of a part and of a blob, in bytes. */
export const MIN_PART_BYTES = 64 * 1024;
export const MAX_PART_BYTES = 8 * 1024 * 1024;
export const MAX_BLOB_BYTES = 512 * 1024 * 1024;

/** BL2, IM45, UB1: the largest picture, in bytes. */
export const MAX_PICTURE_BYTES = 50_000_000;

/** BL1: the header in which `HEAD` gives the received offset; a stored blob has its whole size there and `x-espalier-stored: 1`. */
export const OFFSET_HEADER = "x-espalier-offset";
export const STORED_HEADER = "x-espalier-stored";

/** BL1: what a part is answered with. */
export const BlobReceived = z.object({ offset: z.int(), stored: z.boolean() });
