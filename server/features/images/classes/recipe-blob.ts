import { Readable } from "node:stream";
import type { App } from "../../../platform/app.ts";
import { recordBlobAlone } from "../../blobs/index.ts";

const RECIPE_BYTES_MOST = 65_536;

/** Puts a recipe's text among the blobs, where jobs read it (`recipe_blob`, JK7). Returns its hash; throws where the disk refuses. */
export async function storeRecipeBlob(app: App, orgId: string, toml: string): Promise<string> {
  const bytes = Buffer.from(toml, "utf8");
  const put = await app.blobs.put(Readable.from([bytes]), { limitBytes: RECIPE_BYTES_MOST });
  if (put.kind !== "stored") throw new Error(`a recipe could not be stored: ${put.kind}`);
  await recordBlobAlone(app, {
    orgId,
    hash: put.hash,
    bytes: put.bytes,
    header: null,
    source: "server",
    agentId: null,
  });
  return put.hash;
}
