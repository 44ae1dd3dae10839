import { pipeline } from "node:stream/promises";
import { mayReadBlob, storedBytes } from "../../features/blobs/index.ts";
import { PlaneFailure } from "../http/plane-failure.ts";
import type { BlobCall } from "./blob-call.ts";

/** BL2: bytes of a blob that the agent's live job names, whole or one range. */
export async function sendBlob({ app, request, response, agent, hash }: BlobCall): Promise<void> {
  if (!(await mayReadBlob(app, agent, hash))) {
    throw new PlaneFailure("not_found", { message: "no job of this agent names this blob" });
  }
  // Bytes that only another organisation stored are none of this one's (AC2).
  const size = await storedBytes(app, agent.orgId, hash);
  if (size === null) throw new PlaneFailure("gone", { message: "the blob is no longer stored here" });
  const range = parseRange(request.headers.range, size);
  if (range === "unsatisfiable") {
    response.setHeader("content-range", `bytes */${size}`);
    throw new PlaneFailure("bad_request", { status: 416, message: "the range lies past the end" });
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  response.writeHead(range === null ? 200 : 206, {
    "content-type": "application/octet-stream",
    "content-length": String(end - start + 1),
    "accept-ranges": "bytes",
    "cache-control": "no-store",
    ...(range === null ? {} : { "content-range": `bytes ${start}-${end}/${size}` }),
  });
  if (size === 0) {
    response.end();
    return;
  }
  // A reader that goes away is no failure of ours.
  await pipeline(app.blobs.get(hash, { start, end }), response).catch(() => response.destroy());
}

/** One `bytes=a-b` or `bytes=a-`; any other header means the whole. */
function parseRange(header: string | undefined, size: number): { start: number; end: number } | "unsatisfiable" | null {
  const match = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(header ?? "");
  if (match === null) return null;
  const start = Number(match[1]);
  const end = match[2] === "" ? size - 1 : Math.min(Number(match[2]), size - 1);
  return start >= size || end < start ? "unsatisfiable" : { start, end };
}
