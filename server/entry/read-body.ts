import type { IncomingMessage } from "node:http";

/** Reads a whole body; null when it is larger than `maxBytes`. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  if (Number(request.headers["content-length"] ?? "0") > maxBytes) return null;
  const parts: Buffer[] = [];
  let size = 0;
  // The answer still has to go out on this connection.
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > maxBytes) return null;
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}
