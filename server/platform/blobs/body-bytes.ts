import type { IncomingMessage } from "node:http";

/** A request's body, piece by piece; to stop reading early leaves the connection open for the answer. */
export async function* bodyBytes(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  for await (const piece of request.iterator({ destroyOnReturn: false })) yield Buffer.from(piece);
}
