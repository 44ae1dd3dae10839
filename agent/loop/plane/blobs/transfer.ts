import type { TransferAnswer, TransferRequest, World } from "../../world.ts";
import { describe, type PlaneResult, readRefusal } from "../plane-client.ts";
import type { PlaneLink } from "../plane-link.ts";

export interface TransferSetup {
  world: World;
  plane: Pick<PlaneLink, "authorised">;
}

type Transfer<Value> = Pick<TransferRequest, "method" | "headers" | "body" | "timeoutMs" | "signal"> & {
  blake3: string;
  query?: string;
  read(answer: TransferAnswer): Promise<Value>;
};

/** One call about a blob; what the network does is `unreachable`, what `read` throws on its own account is thrown on. */
export function transferBlob<Value>(
  { world, plane }: TransferSetup,
  transfer: Transfer<Value>,
): Promise<PlaneResult<Value>> {
  const { blake3, query = "", read, ...request } = transfer;
  return plane.authorised(async ({ consoleUrl, token }) => {
    const url = new URL(`/agent/v1/blobs/${blake3}${query}`, consoleUrl).href;
    try {
      const answer = await world.transfer({ ...request, url, token });
      if (answer.status < 200 || answer.status > 299) {
        return readRefusal(answer.status, await answer.text(), answer.header("retry-after"));
      }
      return { kind: "ok", value: await read(answer) };
    } catch (cause) {
      if (cause instanceof LocalFailure) throw cause.cause;
      return { kind: "unreachable", reason: cause instanceof Error ? describe(cause) : String(cause) };
    }
  });
}

/** A failure of this Mac's own disk, not of the network. */
export class LocalFailure extends Error {
  constructor(cause: unknown) {
    super("a local file failed", { cause });
    this.name = "LocalFailure";
  }
}
