import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

export type CachedFile = {
  readonly path: string;
  readonly revision: string;
  readonly name: string;
  readonly bytes: number;
};

/** A51: a repository's folder in the hub cache. */
export function repositoryFolder(hubCacheDir: string, repository: string): string {
  return join(hubCacheDir, `models--${repository.replace("/", "--")}`);
}

/** Where a revision's files lie. */
export function snapshotFolder(hubCacheDir: string, repository: string, revision: string): string {
  return join(repositoryFolder(hubCacheDir, repository), "snapshots", revision);
}

/** Complete files of a repository, of every cached revision or of one. */
export function cachedFiles(hubCacheDir: string, repository: string, revision: string | null): CachedFile[] {
  const snapshots = join(repositoryFolder(hubCacheDir, repository), "snapshots");
  const revisions = revision === null ? namesIn(snapshots) : [revision];
  return revisions.flatMap((name) => filesOf(join(snapshots, name), name));
}

/** Every revision of a repository in the cache. */
export function cachedRevisions(hubCacheDir: string, repository: string): string[] {
  return namesIn(join(repositoryFolder(hubCacheDir, repository), "snapshots"));
}

/** Names in a folder, empty when it is not there. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function filesOf(folder: string, revision: string): CachedFile[] {
  return namesIn(folder).flatMap((name) => {
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() === true && !name.endsWith(".incomplete")
      ? [{ path, revision, name, bytes: stats.size }]
      : [];
  });
}
