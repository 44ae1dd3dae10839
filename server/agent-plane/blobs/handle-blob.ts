import type { IncomingMessage, ServerResponse } from "node:http";
import { isBlobHash } from "../../../core/canonical/blob-hash.ts";
import type { App } from "../../platform/app.ts";
import { PlaneFailure } from "../http/plane-failure.ts";
import { identifyAgent } from "../http/route.ts";
import type { BlobCall } from "./blob-call.ts";
import { sendBlob } from "./send-blob.ts";
import { readOffset, takePart } from "./take-part.ts";

const PREFIX = "/agent/v1/blobs/";

/** Whether a path belongs to the blobs of protocol.md section 8. */
export function isBlobPath(path: string): boolean {
  return path.startsWith(PREFIX);
}

/** `HEAD`, `PUT` and `GET` below `/agent/v1/blobs/`; failures are TR7 answers. */
export async function handleBlob(app: App, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const caller = await identifyAgent(app, request);
  const hash = (request.url ?? "").split("?")[0]?.slice(PREFIX.length);
  if (!isBlobHash(hash))
    throw new PlaneFailure("not_found", { message: "a blob is named by 64 lower-case hex digits" });
  const call: BlobCall = { app, request, response, agent: caller.agent, hash };
  if (request.method === "HEAD") return readOffset(call);
  if (request.method === "PUT") return takePart(call);
  if (request.method === "GET") return sendBlob(call);
  response.setHeader("allow", "HEAD, PUT, GET");
  throw new PlaneFailure("bad_request", { status: 405, message: "use HEAD, PUT or GET" });
}
