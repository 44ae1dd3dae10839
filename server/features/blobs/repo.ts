import type { Prisma } from "../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../platform/app.ts";

const LIVE_JOB_STATES = ["LEASED", "RUNNING", "CANCELLING"];
const OPEN_JOB_STATES = ["QUEUED", ...LIVE_JOB_STATES];
const MAX_OPEN_JOBS = 5_000;
const MAX_BLOBS_OF_JOB = 2_000;

export type BlobRow = Prisma.ImageBlobUncheckedCreateInput;

/** Stores what is known of a blob; the first report of it stays. */
export async function keepBlobRow(tx: Tx, row: BlobRow): Promise<void> {
  await tx.imageBlob.upsert({
    where: { orgId_blake3: { orgId: row.orgId, blake3: row.blake3 } },
    create: row,
    update: {},
    select: { blake3: true },
  });
}

/** Of these hashes, those whose bytes were stored and hashed here. The list is the bound: with `take`, Prisma would not split one of more than 998. */
export async function storedBlobs(tx: Tx, orgId: string, hashes: string[]): Promise<Set<string>> {
  const rows = await tx.imageBlob.findMany({ where: { orgId, blake3: { in: hashes } }, select: { blake3: true } });
  return new Set(rows.map((row) => row.blake3));
}

/** Forgets a blob whose bytes are gone. */
export async function dropBlobRows(tx: Tx, blake3: string): Promise<void> {
  await tx.imageBlob.deleteMany({ where: { blake3 } });
}

/** Whether an organisation has this original picture, not only a record of it. */
export async function hasInput(tx: Tx, orgId: string, blake3: string): Promise<boolean> {
  return (await tx.imageInput.count({ where: { orgId, blake3, origin: { not: "import" } } })) > 0;
}

/** Stores an input once; one known only from imported records learns where its bytes are. */
export async function keepUploadedInput(tx: Tx, data: Prisma.ImageInputUncheckedCreateInput): Promise<void> {
  const { orgId, blake3, origin, name = null, bytes = null, format = null, width = null, height = null } = data;
  const isKnown = (await tx.imageInput.count({ where: { orgId, blake3 } })) > 0;
  if (!isKnown) await tx.imageInput.create({ data, select: { blake3: true } });
  else {
    const learnt = { origin, name, bytes, format, width, height };
    await tx.imageInput.updateMany({ where: { orgId, blake3, origin: "import" }, data: learnt });
  }
}

/** The params of the jobs an agent works on now. */
export async function liveJobParams(tx: Tx, orgId: string, agentId: string): Promise<string[]> {
  const rows = await tx.job.findMany({
    where: { orgId, agentId, state: { in: LIVE_JOB_STATES } },
    select: { paramsJson: true },
    take: 4,
  });
  return rows.map((row) => row.paramsJson);
}

/** The params of every job that waits or runs. */
export async function openJobParams(tx: Tx): Promise<string[]> {
  const rows = await tx.job.findMany({
    where: { state: { in: OPEN_JOB_STATES } },
    select: { paramsJson: true },
    take: MAX_OPEN_JOBS,
  });
  return rows.map((row) => row.paramsJson);
}

/** Whether any input, run or open wish of a batch names this blob (IM43). */
export async function isNamed(tx: Tx, blake3: string): Promise<boolean> {
  const input = await tx.imageInput.findFirst({
    where: { OR: [{ blake3 }, { thumbBlake3: blake3 }] },
    select: { blake3: true },
  });
  if (input !== null) return true;
  const run = await tx.imageRun.findFirst({
    where: {
      OR: [{ inputBlake3: blake3 }, { outputBlake3: blake3 }, { beforeBlake3: blake3 }, { thumbBlake3: blake3 }],
    },
    select: { id: true },
  });
  if (run !== null) return true;
  const item = await tx.imageBatchItem.findFirst({
    where: { recipeBlob: blake3, state: { in: ["waiting", "sent"] } },
    select: { position: true },
  });
  return item !== null;
}

/** Every blob that the results of a job brought: of its finished runs, and the thumbnails of what it classified. */
export async function blobsOfJob(tx: Tx, job: { orgId: string; jobId: string; inputs: string[] }): Promise<string[]> {
  const { orgId, jobId, inputs } = job;
  const runs = await tx.imageRun.findMany({
    where: { orgId, jobId, state: "done" },
    select: { outputBlake3: true, beforeBlake3: true, thumbBlake3: true },
    take: MAX_BLOBS_OF_JOB,
  });
  const thumbs = await tx.imageInput.findMany({
    where: { orgId, blake3: { in: inputs } },
    select: { thumbBlake3: true },
    take: MAX_BLOBS_OF_JOB,
  });
  const names = runs.flatMap((row) => [row.outputBlake3, row.beforeBlake3, row.thumbBlake3]);
  return [...new Set([...names, ...thumbs.map((row) => row.thumbBlake3)].filter((name) => name !== null))];
}
