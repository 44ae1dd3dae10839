import { z } from "zod";
import { ModelFailure } from "../model-failure.ts";

export type HubFile = { readonly name: string; readonly bytes: number; readonly sha256: string };
export type HubListing = { readonly revision: string; readonly files: readonly HubFile[] };

const Listing = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: z.int().nullish(),
      lfs: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.int() }).nullish(),
    }),
  ),
});

export type ListingRequest = {
  readonly endpoint: string;
  readonly repository: string;
  readonly revision: string | null;
  readonly signal: AbortSignal;
};

/** Files of a repository with their size and digest, at the pinned revision or the newest. Files without a digest are left out. */
export async function readHubListing({ endpoint, repository, revision, signal }: ListingRequest): Promise<HubListing> {
  const url = `${endpoint}/api/models/${repository}/revision/${revision ?? "main"}?blobs=true`;
  const response = await fetch(url, { signal }).catch((cause: unknown) => {
    throw new ModelFailure(`fetch failed: ${endpoint} is not reachable`, { cause });
  });
  if (response.status === 401 || response.status === 403)
    throw new ModelFailure(`fetch failed: ${repository} is gated`);
  if (!response.ok) throw new ModelFailure(`fetch failed: HTTP ${response.status} for ${repository}`);
  const parsed = Listing.safeParse(await response.json().catch(() => null));
  if (!parsed.success) throw new ModelFailure(`fetch failed: unreadable listing of ${repository}`);
  const files = parsed.data.siblings.flatMap(({ rfilename, lfs }) =>
    lfs && /^[^/\\]+$/.test(rfilename) ? [{ name: rfilename, bytes: lfs.size, sha256: lfs.sha256 }] : [],
  );
  return { revision: parsed.data.sha, files };
}
