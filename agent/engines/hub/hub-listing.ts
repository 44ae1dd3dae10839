import { z } from "zod";
import { ModelFailure } from "../model-failure.ts";

/** The hub's digest of a file: SHA-256 of the content for large files, git's object id for the small ones kept in git. */
type HubDigest = { readonly kind: "sha256" | "git-object"; readonly hex: string };
export type HubFile = { readonly name: string; readonly bytes: number; readonly digest: HubDigest };
export type HubListing = { readonly revision: string; readonly files: readonly HubFile[] };

const Listing = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: z.int().nullish(),
      blobId: z
        .string()
        .regex(/^[0-9a-f]{40}$/)
        .nullish()
        .catch(null),
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
  return { revision: parsed.data.sha, files: parsed.data.siblings.flatMap(hubFile) };
}

/** A file in a folder of the repository, or without a digest, is not taken. */
function hubFile({ rfilename, size, blobId, lfs }: z.infer<typeof Listing>["siblings"][number]): HubFile[] {
  if (!/^[^/\\]+$/.test(rfilename) || rfilename.startsWith(".")) return [];
  if (lfs) return [{ name: rfilename, bytes: lfs.size, digest: { kind: "sha256", hex: lfs.sha256 } }];
  if (!blobId || size === null || size === undefined) return [];
  return [{ name: rfilename, bytes: size, digest: { kind: "git-object", hex: blobId } }];
}
