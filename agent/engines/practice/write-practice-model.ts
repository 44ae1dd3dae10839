import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { paddedBytes, tensorBytes } from "../gguf/encode-header.ts";
import { practiceHeader } from "./practice-header.ts";
import { type PracticeShape, type PracticeTensor, practiceTensors, TensorSource } from "./practice-tensors.ts";
import { practiceVocabulary } from "./practice-vocabulary.ts";

/** Values written at a time: 4 MiB. */
const CHUNK_VALUES = 1_048_576;

/** Bytes of the finished file. */
export function practiceFileBytes(model: PracticeShape): number {
  const header = practiceHeader(model, practiceVocabulary(model.vocabulary));
  return practiceTensors(model).reduce((sum, tensor) => sum + paddedBytes(tensorBytes(tensor)), header.length);
}

/** Returns the file, writing it first unless one of this size and head is there. A half-written file is never seen under its name. */
export async function ensurePracticeModel(model: PracticeShape, path: string): Promise<"reused" | "written"> {
  const vocabulary = practiceVocabulary(model.vocabulary);
  const header = practiceHeader(model, vocabulary);
  if (await matches(path, header, practiceFileBytes(model))) return "reused";
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${randomUUID()}.partial`;
  const file = await open(partial, "wx", 0o644);
  try {
    await writeAll(file, header);
    for (const tensor of practiceTensors(model)) {
      await writeTensor(file, tensor, new TensorSource(tensor, vocabulary.isLikely, model.id));
    }
    await file.sync();
    await file.close();
    await rename(partial, path);
  } catch (cause) {
    await file.close().catch(() => undefined);
    await rm(partial, { force: true });
    throw cause;
  }
  return "written";
}

async function matches(path: string, header: Buffer, bytes: number): Promise<boolean> {
  const file = await open(path, "r").catch(() => null);
  if (file === null) return false;
  try {
    if ((await file.stat()).size !== bytes) return false;
    const head = Buffer.alloc(header.length);
    await file.read(head, 0, head.length, 0);
    return head.equals(header);
  } finally {
    await file.close();
  }
}

async function writeTensor(file: FileHandle, tensor: PracticeTensor, source: TensorSource): Promise<void> {
  const rowsAtOnce = Math.max(1, Math.floor(CHUNK_VALUES / tensor.columns));
  for (let row = 0; row < tensor.rows; row += rowsAtOnce) {
    const values = new Float32Array(Math.min(rowsAtOnce, tensor.rows - row) * tensor.columns);
    source.fill(values, row);
    await writeAll(file, Buffer.from(values.buffer));
  }
  const padding = paddedBytes(tensorBytes(tensor)) - tensorBytes(tensor);
  if (padding > 0) await writeAll(file, Buffer.alloc(padding));
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let offset = 0; offset < bytes.length; ) {
    offset += (await file.write(bytes, offset)).bytesWritten;
  }
}
