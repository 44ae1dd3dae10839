import type { IncomingHttpHeaders } from "node:http";
import { isBlobHash } from "../../../core/canonical/blob-hash.ts";
import { MAX_PICTURE_BYTES } from "../../../core/contract/v1/blobs.ts";
import { HASH_HEADER, NAME_HEADER } from "../../../core/imaging/upload/upload-contract.ts";
import type { UploadRefusal } from "./refuse-upload.ts";

interface UploadHead {
  kind: "head";
  bytes: number;
  hash: string;
  /** Display text only; no path is made of it (UB5). */
  name: string | null;
}

const MAX_NAME_LETTERS = 200;
const LIMIT_TEXT = "50,000,000 bytes";

export const TOO_LARGE: UploadRefusal = {
  code: "too_large",
  message: `The picture has more than ${LIMIT_TEXT}.`,
  fix: "Make it smaller, or save it as JPEG with a lower quality.",
};

/** What an upload's headers promise, or the row of IM45 they break. */
export function readUploadHead(headers: IncomingHttpHeaders): UploadHead | UploadRefusal {
  const length = headers["content-length"];
  if (length === undefined || !/^\d{1,15}$/.test(length) || headers["transfer-encoding"] !== undefined) {
    return {
      code: "length_missing",
      message: "The upload does not say how long it is.",
      fix: "Send content-length, and no transfer-encoding.",
    };
  }
  if (Number(length) > MAX_PICTURE_BYTES) return TOO_LARGE;
  const hash = headers[HASH_HEADER];
  if (!isBlobHash(hash)) {
    return {
      code: "hash_missing",
      message: `The header ${HASH_HEADER} is missing or is not 64 lower-case hex digits.`,
      fix: "Send the BLAKE3 of the file's bytes.",
    };
  }
  return { kind: "head", bytes: Number(length), hash, name: readName(headers[NAME_HEADER]) };
}

function readName(header: string | string[] | undefined): string | null {
  if (typeof header !== "string") return null;
  const text = Array.from(decoded(header), (letter) => (letter < " " || letter === "\u007f" ? " " : letter));
  const name = text.slice(0, MAX_NAME_LETTERS).join("").trim();
  return name === "" ? null : name;
}

function decoded(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    return header;
  }
}
