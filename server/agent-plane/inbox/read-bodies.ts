import { buffer } from "node:stream/consumers";
import { canonicalJson } from "../../../core/canonical/jcs.ts";
import { sha256Hex } from "../../../core/canonical/sha256.ts";
import { type AgentEvent, BODY_MISSING, EVENT_BODY_BYTES, NAMED_BODY_BYTES } from "../../../core/contract/v1/events.ts";
import { storedBytes } from "../../features/blobs/index.ts";
import type { BodyFault } from "../../features/jobs/index.ts";
import type { App } from "../../platform/app.ts";
import { PlaneFailure } from "../http/plane-failure.ts";

/** An event's body as it was sent or as its blob holds it, or why it cannot be taken. */
export type ReadBody = { kind: "body"; body: unknown } | { kind: "fault"; fault: BodyFault };

export const MISSING: ReadBody = { kind: "fault", fault: BODY_MISSING };
const DAMAGED: ReadBody = { kind: "fault", fault: "hash_mismatch" };
const TOO_LARGE: ReadBody = { kind: "fault", fault: "too_large" };

/**
 * BL4: the bodies of an upload in the order of its events, those of blobs read before any transaction. Throws
 * PlaneFailure `too_large` when the blobs of several events are more than one request may name.
 */
export async function readBodies(
  app: App,
  orgId: string,
  upload: { events: AgentEvent[]; inline: unknown[] },
): Promise<ReadBody[]> {
  const bodies: ReadBody[] = [];
  let namedBytes = 0;
  for (const [index, event] of upload.events.entries()) {
    if (event.bodyBlob === undefined) {
      bodies.push(inlineBody(upload.inline[index] ?? null, event.bodySha256));
      continue;
    }
    const bytes = await storedBytes(app, orgId, event.bodyBlob);
    const isReadable = bytes !== null && bytes <= NAMED_BODY_BYTES;
    namedBytes += isReadable ? bytes : 0;
    if (namedBytes > NAMED_BODY_BYTES) {
      throw new PlaneFailure("too_large", { message: `one request names at most ${NAMED_BODY_BYTES} bytes of bodies` });
    }
    if (isReadable) bodies.push(await blobBody(app, event.bodyBlob, event.bodySha256));
    else bodies.push(bytes === null ? MISSING : TOO_LARGE);
  }
  return bodies;
}

function inlineBody(body: unknown, sha256: string): ReadBody {
  const text = jcsOf(body);
  if (text === null || sha256Hex(text) !== sha256) return DAMAGED;
  return Buffer.byteLength(text) > EVENT_BODY_BYTES ? TOO_LARGE : { kind: "body", body };
}

/** The blob is the very text the hash was made of, nothing that only reads the same. */
async function blobBody(app: App, blake3: string, sha256: string): Promise<ReadBody> {
  const bytes = await buffer(app.blobs.get(blake3));
  const text = bytes.toString("utf8");
  if (sha256Hex(text) !== sha256) return DAMAGED;
  const body = parsed(text);
  return jcsOf(body) === text ? { kind: "body", body } : DAMAGED;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Null for what canonical JSON cannot hold: it has no hash and so matches none. */
function jcsOf(body: unknown): string | null {
  try {
    return canonicalJson(body);
  } catch {
    return null;
  }
}
