import type { IncomingMessage } from "node:http";
import { PlaneFailure } from "./plane-failure.ts";

/** No message of the protocol comes near; what reads a body recurses. */
const MAX_DEPTH = 64;

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PlaneFailure("bad_request", { message: "the body is not JSON", cause });
  }
}

/** Level by level, because a recursion is what a deep body would break. */
function isDeeperThan(body: unknown, levels: number): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    level = level.flatMap((value) => (typeof value === "object" && value !== null ? Object.values(value) : []));
  }
  return false;
}

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
  const body = parseBody(Buffer.concat(chunks).toString("utf8"));
  if (isDeeperThan(body, MAX_DEPTH))
    throw new PlaneFailure("bad_request", { message: "the body is nested too deeply" });
  return body;
}
