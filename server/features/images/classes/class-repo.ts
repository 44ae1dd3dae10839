import { BUILT_IN_LABELS } from "../../../../core/imaging/classes.ts";
import type { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../../platform/app.ts";

const CLASS = {
  label: true,
  definition: true,
  parent: true,
  origin: true,
  liveSha: true,
  createdAt: true,
} as const satisfies Prisma.ImageClassSelect;
export type ClassRow = Prisma.ImageClassGetPayload<{ select: typeof CLASS }>;

const VERSION = {
  version: true,
  class: true,
  recipeSha: true,
  toml: true,
  parentSha: true,
  origin: true,
  createdBy: true,
  createdAt: true,
} as const satisfies Prisma.ImageRecipeSelect;
export type VersionRow = Prisma.ImageRecipeGetPayload<{ select: typeof VERSION }>;

const MOVE = {
  seq: true,
  fromSha: true,
  toSha: true,
  toVersion: true,
  kind: true,
  proposalId: true,
  isForced: true,
  reason: true,
  movedBy: true,
  at: true,
} as const satisfies Prisma.ImageRecipeMoveSelect;
export type MoveRow = Prisma.ImageRecipeMoveGetPayload<{ select: typeof MOVE }>;

/** Labels of imported logs: any number of them can come, so the own classes are not counted among them. */
const MAX_IMPORTED = 1_000;
const MAX_VERSIONS = 1_000;

/** Every class that was defined here and the first of the imported labels (IM4), all by label. */
export async function listClassRows(tx: Tx, orgId: string): Promise<ClassRow[]> {
  const own = await tx.imageClass.findMany({ where: { orgId, origin: { not: "imported" } }, select: CLASS });
  const imported = await tx.imageClass.findMany({
    where: { orgId, origin: "imported" },
    orderBy: { label: "asc" },
    select: CLASS,
    take: MAX_IMPORTED,
  });
  return [...own, ...imported].sort((a, b) => (a.label < b.label ? -1 : 1));
}

/** Those of the ten that are here, whatever else is (IM1); in no order. */
export function builtInRows(tx: Tx, orgId: string): Promise<ClassRow[]> {
  return tx.imageClass.findMany({ where: { orgId, label: { in: [...BUILT_IN_LABELS] } }, select: CLASS });
}

export function findClass(tx: Tx, orgId: string, label: string): Promise<ClassRow | null> {
  return tx.imageClass.findUnique({ where: { orgId_label: { orgId, label } }, select: CLASS });
}

export async function insertClass(tx: Tx, data: Prisma.ImageClassUncheckedCreateInput): Promise<void> {
  await tx.imageClass.create({ data, select: { label: true } });
}

/** An imported label becomes a class only when a person defines it (IM4). */
export async function defineClass(
  tx: Tx,
  of: { orgId: string; label: string },
  data: { definition: string; parent: string | null },
): Promise<void> {
  await tx.imageClass.update({
    where: { orgId_label: of },
    data: { ...data, origin: "person" },
    select: { label: true },
  });
}

/** Moves the live pointer only where it still is `from`; false when it is not. */
export async function swapLiveSha(
  tx: Tx,
  of: { orgId: string; label: string },
  shas: { from: string | null; to: string },
): Promise<boolean> {
  const { count } = await tx.imageClass.updateMany({
    where: { ...of, liveSha: shas.from },
    data: { liveSha: shas.to },
  });
  return count === 1;
}

/** Newest first. */
export function listVersions(tx: Tx, orgId: string, label: string): Promise<VersionRow[]> {
  return tx.imageRecipe.findMany({
    where: { orgId, class: label },
    orderBy: { version: "desc" },
    select: VERSION,
    take: MAX_VERSIONS,
  });
}

interface OfSha {
  orgId: string;
  class: string;
  recipeSha: string;
}

/** The text a sha stands for: the one that was live with it last, also where another was saved since (IM17, TU51); of one never live the newest. */
export async function findVersion(tx: Tx, of: OfSha): Promise<VersionRow | null> {
  const { orgId, class: label, recipeSha: toSha } = of;
  const move = await tx.imageRecipeMove.findFirst({
    where: { orgId, class: label, toSha, toVersion: { not: null } },
    orderBy: { seq: "desc" },
    select: { toVersion: true },
  });
  const version = move?.toVersion ?? null;
  return version === null ? newestText(tx, of) : versionAt(tx, { orgId, class: label, version });
}

/** The newest text with this sha, live or only saved. */
export function newestText(tx: Tx, of: OfSha): Promise<VersionRow | null> {
  return tx.imageRecipe.findFirst({ where: of, orderBy: { version: "desc" }, select: VERSION });
}

/** The newest version of exactly this text. */
export function versionOfText(tx: Tx, of: { orgId: string; class: string; toml: string }): Promise<VersionRow | null> {
  return tx.imageRecipe.findFirst({ where: of, orderBy: { version: "desc" }, select: VERSION });
}

/** The text with this number. */
export function versionAt(tx: Tx, of: { orgId: string; class: string; version: number }): Promise<VersionRow | null> {
  return tx.imageRecipe.findUnique({ where: { orgId_class_version: of }, select: VERSION });
}

export async function insertVersion(
  tx: Tx,
  data: Omit<Prisma.ImageRecipeUncheckedCreateInput, "version">,
): Promise<number> {
  const newest = await tx.imageRecipe.findFirst({
    where: { orgId: data.orgId, class: data.class },
    orderBy: { version: "desc" },
    select: { version: true },
  });
  const version = (newest?.version ?? 0) + 1;
  await tx.imageRecipe.create({ data: { ...data, version }, select: { id: true } });
  return version;
}

/** Moves of a class's live pointer, newest first. */
export function listMoves(tx: Tx, orgId: string, label: string): Promise<MoveRow[]> {
  return tx.imageRecipeMove.findMany({
    where: { orgId, class: label },
    orderBy: { seq: "desc" },
    select: MOVE,
    take: MAX_VERSIONS,
  });
}

/** What a person made live against a refusal, oldest first. */
export function forcedMoves(
  tx: Tx,
  of: { orgId: string; class?: string },
): Promise<{ class: string; toSha: string; reason: string | null }[]> {
  return tx.imageRecipeMove.findMany({
    where: { ...of, isForced: true },
    orderBy: { at: "asc" },
    select: { class: true, toSha: true, reason: true },
    take: MAX_VERSIONS,
  });
}

export async function insertMove(tx: Tx, data: Omit<Prisma.ImageRecipeMoveUncheckedCreateInput, "seq">): Promise<void> {
  const newest = await tx.imageRecipeMove.findFirst({
    where: { orgId: data.orgId, class: data.class },
    orderBy: { seq: "desc" },
    select: { seq: true },
  });
  await tx.imageRecipeMove.create({ data: { ...data, seq: (newest?.seq ?? 0) + 1 }, select: { id: true } });
}
