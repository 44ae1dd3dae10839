import type { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../../platform/app.ts";
import { storedBlobs } from "../../blobs/index.ts";

const INPUT = {
  blake3: true,
  origin: true,
  name: true,
  bytes: true,
  format: true,
  width: true,
  height: true,
  class: true,
  classBy: true,
  confidence: true,
  traitsJson: true,
  rule: true,
  classificationJson: true,
  thumbBlake3: true,
  problem: true,
  isUnusable: true,
  receivedAt: true,
} as const satisfies Prisma.ImageInputSelect;
export type InputRow = Prisma.ImageInputGetPayload<{ select: typeof INPUT }>;

const MOST_STORED = 50_000;

/** The pictures with these hashes, in no order. The list is the bound: with `take` or an order, Prisma would not split one of more than 998. */
export function findInputs(tx: Tx, orgId: string, hashes: string[]): Promise<InputRow[]> {
  return tx.imageInput.findMany({ where: { orgId, blake3: { in: hashes } }, select: INPUT });
}

export function findInput(tx: Tx, orgId: string, blake3: string): Promise<InputRow | null> {
  return tx.imageInput.findUnique({ where: { orgId_blake3: { orgId, blake3 } }, select: INPUT });
}

/** Stores an input once; a known one keeps what is known of it, only an imported one learns where its bytes came from. */
export async function keepInput(tx: Tx, data: Prisma.ImageInputUncheckedCreateInput): Promise<"new" | "known"> {
  const { orgId, blake3 } = data;
  const known = await findInput(tx, orgId, blake3);
  if (known === null) {
    await tx.imageInput.create({ data, select: { blake3: true } });
    return "new";
  }
  if (known.origin === "import" && data.origin !== "import") {
    const { origin, name = null, bytes = null, format = null, width = null, height = null } = data;
    await changeInput(tx, { orgId, blake3 }, { origin, name, bytes, format, width, height });
  }
  return "known";
}

export async function changeInput(
  tx: Tx,
  of: { orgId: string; blake3: string },
  data: Prisma.ImageInputUncheckedUpdateInput,
): Promise<void> {
  await tx.imageInput.updateMany({ where: of, data });
}

/** Why it could not be read (IM45). What an agent has classified can be read, whatever comes late. */
export async function noteProblem(tx: Tx, of: { orgId: string; blake3: string }, problem: string): Promise<void> {
  await tx.imageInput.updateMany({ where: { ...of, classifiedAt: null }, data: { problem } });
}

/** A person's word on the class of many pictures (IM11, IM12). */
export async function correctInputs(tx: Tx, of: { orgId: string; hashes: string[]; classNow: string }): Promise<void> {
  await tx.imageInput.updateMany({
    where: { orgId: of.orgId, blake3: { in: of.hashes } },
    data: { class: of.classNow, classBy: "correction" },
  });
}

export interface InputPage {
  orgId: string;
  class?: string | undefined;
  trait?: string | undefined;
  skip: number;
  take: number;
}

const whereOf = ({ orgId, class: label, trait }: Omit<InputPage, "skip" | "take">) => ({
  orgId,
  ...(label === undefined ? {} : { class: label }),
  ...(trait === undefined ? {} : { traitsJson: { contains: `"${trait}"` } }),
});

/** Pictures, newest first. */
export async function pageOfInputs(
  tx: Tx,
  page: InputPage,
): Promise<{ rows: InputRow[]; total: number; unfiltered: number }> {
  const where = whereOf(page);
  const rows = await tx.imageInput.findMany({
    where,
    orderBy: [{ receivedAt: "desc" }, { blake3: "asc" }],
    select: INPUT,
    skip: page.skip,
    take: page.take,
  });
  const unfiltered = await tx.imageInput.count({ where: { orgId: page.orgId } });
  return { rows, total: await tx.imageInput.count({ where }), unfiltered };
}

export async function countInputsByClass(tx: Tx, orgId: string): Promise<{ class: string | null; count: number }[]> {
  const groups = await tx.imageInput.groupBy({ by: ["class"], where: { orgId }, _count: { _all: true } });
  return groups.map((group) => ({ class: group.class, count: group._count._all }));
}

/** Hashes of a class's pictures whose pixels are stored here and can be judged. */
export async function storedInputs(tx: Tx, of: { orgId: string; class: string }): Promise<string[]> {
  const rows = await tx.imageInput.findMany({
    where: { ...of, origin: { not: "import" }, problem: null, isUnusable: false },
    select: { blake3: true },
    take: MOST_STORED,
  });
  const hashes = rows.map(({ blake3 }) => blake3);
  const stored = await storedBlobs(tx, of.orgId, hashes);
  return hashes.filter((blake3) => stored.has(blake3));
}
