import { request as httpRequest } from "node:http";
import { blake3 } from "@noble/hashes/blake3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { z } from "zod";
import type { TestEntry } from "../test-entry.ts";

const Refusal = z.object({ error: z.object({ code: z.string(), message: z.string(), fix: z.string() }) });

export interface UploadReply {
  status: number;
  code: string | null;
  message: string;
  fix: string;
  body: string;
}

export const hashOf = (bytes: Uint8Array): string => bytesToHex(blake3(bytes));

/** A PNG by its header, `length` bytes long; nobody here decodes it. */
export function pngOf(length: number, size: { width: number; height: number } = { width: 7, height: 9 }): Buffer {
  const bytes = Buffer.alloc(length, 5);
  Buffer.from("89504e470d0a1a0a0000000d49484452", "hex").copy(bytes);
  bytes.writeUInt32BE(size.width, 16);
  bytes.writeUInt32BE(size.height, 20);
  Buffer.from("08020000000000000000000049444154", "hex").copy(bytes, 24);
  return bytes;
}

/** The headers of our own page's upload. */
export function uploadHeaders(
  at: Pick<TestEntry, "origin">,
  cookie: string,
  bytes: Uint8Array,
): Record<string, string> {
  return {
    cookie,
    origin: at.origin,
    "x-espalier": "1",
    "x-espalier-blake3": hashOf(bytes),
    "content-length": String(bytes.length),
  };
}

/** Sends exactly these headers and bytes. */
export function putBytes(port: number, headers: Record<string, string>, bytes: Uint8Array): Promise<UploadReply> {
  const { promise, resolve, reject } = Promise.withResolvers<UploadReply>();
  const options = { host: "127.0.0.1", port, method: "PUT", path: "/api/images/upload", headers, agent: false };
  const request = httpRequest(options, (response) => {
    const parts: Buffer[] = [];
    response.on("data", (part: Buffer) => parts.push(part));
    response.on("end", () => resolve(replyOf(response.statusCode ?? 0, Buffer.concat(parts).toString("utf8"))));
    response.on("error", reject);
  });
  request.on("error", reject);
  request.end(bytes);
  return promise;
}

export function replyOf(status: number, body: string): UploadReply {
  const refusal = Refusal.safeParse(body === "" ? null : JSON.parse(body));
  const { code = null, message = "", fix = "" } = refusal.success ? refusal.data.error : {};
  return { status, code, message, fix, body };
}
