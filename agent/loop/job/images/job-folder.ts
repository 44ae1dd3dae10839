import { rm } from "node:fs/promises";
import { join } from "node:path";

const FOLDER = "image-jobs";

/** Where the pictures of one job lie while it runs; an absolute path below the state folder. */
export const jobFolder = (stateDir: string, jobId: string): string => join(stateDir, FOLDER, jobId);

/** Deletes the pictures of jobs whose agent was killed: they are the console's and have no place on a Mac without a job. Call it before any job runs. Returns why it could not, or null. */
export function clearJobFolders(stateDir: string): Promise<string | null> {
  return rm(join(stateDir, FOLDER), { recursive: true, force: true }).then(
    () => null,
    (cause: unknown) => `pictures of an ended job could not be deleted: ${String(cause)}`,
  );
}
