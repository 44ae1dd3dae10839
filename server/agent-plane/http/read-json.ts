import type { IncomingMessage } from "node:http";
import { PlaneFailure } from "./plane-failure.ts";

function assertJson(request: IncomingMessage): void {
  const [type] = (request.headers["content-type"] ?? "").split(";");
  if (type?.trim().toLowerCase() !== "application/json") throw new PlaneFailure("unsupported_type");
}

/** TR5, RL2: the body as JSON; 415 for another type, 413 past `limitBytes`, 400 when it is no JSON. */
export async function readJson(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  assertJson(request);
  if (Number(request.headers["content-length"] ?? 0) > limitBytes) throw new PlaneFailure("too_large");
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!(chunk instanceof Uint8Array)) throw new PlaneFailure("bad_request");
    size += chunk.byteLength;
    if (size > limitBytes) throw new PlaneFailure("too_large");
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (cause) {
    throw new PlaneFailure("bad_request", { message: "the body is not JSON", cause });
  }
}
