import { type FileHandle, open } from "node:fs/promises";
import { ModelFailure } from "../model-failure.ts";
import { ByteCursor, UnsoundFile } from "./byte-cursor.ts";
import { GGUF_ALIGNMENT, GGUF_MAGIC, GGUF_VERSION } from "./gguf-format.ts";
import { type HeaderEntries, readEntries } from "./read-entries.ts";
import { checkPlaces, readTensors } from "./read-tensors.ts";

const OLDEST_VERSION = 2;
/** Shortest form of an entry and of a tensor in a head. */
const ENTRY_BYTES = 13;
const TENSOR_BYTES = 33;
/** Counts that end the engine's process instead of failing its load. */
const COUNTS = ["context_length", "embedding_length", "block_count", "attention.head_count"];

/**
 * Looks through a GGUF head before an engine gets the file: a bad one makes native code abort, allocate without end or
 * loop, and then the provider dies without a word. Throws `ModelFailure` with file, cause and way out.
 */
export async function checkGgufFile(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await check(file);
  } catch (cause) {
    if (!(cause instanceof UnsoundFile)) throw cause;
    throw new ModelFailure(`model file ${path} is not a sound GGUF file: ${cause.message}; fetch or write it again`, {
      cause,
    });
  } finally {
    await file.close();
  }
}

async function check(file: FileHandle): Promise<void> {
  const cursor = new ByteCursor(file, (await file.stat()).size);
  const magic = await cursor.u32("its magic");
  if (magic !== Buffer.from(GGUF_MAGIC).readUInt32LE()) throw new UnsoundFile("it does not begin with GGUF");
  const version = await cursor.u32("its version");
  if (version < OLDEST_VERSION || version > GGUF_VERSION) {
    throw new UnsoundFile(`its version is ${version}, not ${OLDEST_VERSION} or ${GGUF_VERSION}`);
  }
  const tensorCount = await cursor.u64("its tensor count");
  const entryCount = await cursor.u64("its entry count");
  if (entryCount * ENTRY_BYTES > cursor.left) throw new UnsoundFile(`it has no room for ${entryCount} entries`);
  const entries = await readEntries(cursor, entryCount);
  if (tensorCount * TENSOR_BYTES > cursor.left) throw new UnsoundFile(`it has no room for ${tensorCount} tensors`);
  const tensors = await readTensors(cursor, tensorCount);
  checkEntries(entries, tensorCount);
  const alignment = alignmentOf(entries);
  const dataStart = Math.ceil(cursor.position / alignment) * alignment;
  checkPlaces(tensors, cursor.size - dataStart, alignment);
}

function alignmentOf(entries: HeaderEntries): number {
  const stated = entries.get("general.alignment");
  if (stated === undefined) return GGUF_ALIGNMENT;
  if (typeof stated === "number" && stated >= 8 && Number.isInteger(Math.log2(stated))) return stated;
  throw new UnsoundFile(`its alignment is ${stated}`);
}

function checkEntries(entries: HeaderEntries, tensorCount: number): void {
  const architecture = entries.get("general.architecture");
  if (typeof architecture !== "string" || architecture === "") throw new UnsoundFile("it names no architecture");
  // The first of several parts may hold the head alone.
  if (tensorCount === 0 && !entries.has("split.count")) throw new UnsoundFile("it holds no tensors");
  for (const name of COUNTS) {
    const count = entries.get(`${architecture}.${name}`);
    if (count === 0) throw new UnsoundFile(`${architecture}.${name} is 0`);
  }
  const layers = entries.get(`${architecture}.block_count`);
  if (typeof layers === "number" && layers > tensorCount && !entries.has("split.count")) {
    throw new UnsoundFile(`it has ${layers} layers and ${tensorCount} tensors`);
  }
}
