import { type ByteCursor, UnsoundFile } from "./byte-cursor.ts";

const LONGEST_NAME = 63;
const MOST_DIMENSIONS = 4;
/** Types up to here are the engine's to know; a larger number is no type of any version. */
const LARGEST_TYPE = 255;

/** Values of a block and its bytes, by the type's number in the format. */
const BLOCKS: Readonly<Record<number, readonly [values: number, bytes: number]>> = {
  0: [1, 4],
  1: [1, 2],
  2: [32, 18],
  3: [32, 20],
  6: [32, 22],
  7: [32, 24],
  8: [32, 34],
  10: [256, 84],
  11: [256, 110],
  12: [256, 144],
  13: [256, 176],
  14: [256, 210],
  20: [32, 18],
  23: [256, 136],
  30: [1, 2],
};

export interface TensorPlace {
  readonly name: string;
  readonly offset: number;
  /** Null for a type whose size only the engine knows. */
  readonly bytes: number | null;
}

/** Walks the tensor list of a GGUF head. Throws `UnsoundFile`. */
export async function readTensors(cursor: ByteCursor, count: number): Promise<TensorPlace[]> {
  const names = new Set<string>();
  const tensors: TensorPlace[] = [];
  for (let index = 0; index < count; index += 1) {
    const tensor = await readTensor(cursor, index);
    if (names.has(tensor.name)) throw new UnsoundFile(`tensor ${tensor.name} stands there twice`);
    names.add(tensor.name);
    tensors.push(tensor);
  }
  return tensors;
}

async function readTensor(cursor: ByteCursor, index: number): Promise<TensorPlace> {
  const name = await cursor.text(`the name of tensor ${index + 1}`);
  if (name === "" || Buffer.byteLength(name) > LONGEST_NAME) {
    throw new UnsoundFile(`tensor ${index + 1} has no usable name`);
  }
  const dimensions = await cursor.u32(`the dimensions of ${name}`);
  if (dimensions < 1 || dimensions > MOST_DIMENSIONS) throw new UnsoundFile(`${name} has ${dimensions} dimensions`);
  const shape: number[] = [];
  for (let axis = 0; axis < dimensions; axis += 1) shape.push(await cursor.u64(`a dimension of ${name}`));
  const type = await cursor.u32(`the type of ${name}`);
  const offset = await cursor.u64(`the place of ${name}`);
  return { name, offset, bytes: bytesOf({ name, shape, type }) };
}

function bytesOf({ name, shape, type }: { name: string; shape: readonly number[]; type: number }): number | null {
  const values = shape.reduce((product, length) => product * length, 1);
  if (values < 1 || !Number.isSafeInteger(values)) throw new UnsoundFile(`${name} has the shape ${shape.join(" × ")}`);
  if (type > LARGEST_TYPE) throw new UnsoundFile(`${name} has the unknown type ${type}`);
  const block = BLOCKS[type];
  if (block === undefined) return null;
  if ((shape[0] ?? 0) % block[0] !== 0) throw new UnsoundFile(`${name} has rows of ${shape[0]} values of type ${type}`);
  return (values / block[0]) * block[1];
}

/** Every tensor inside the data part of `dataBytes`, on the alignment, none over another. */
export function checkPlaces(tensors: readonly TensorPlace[], dataBytes: number, alignment: number): void {
  let end = 0;
  for (const { name, offset, bytes } of tensors.toSorted((left, right) => left.offset - right.offset)) {
    if (offset % alignment !== 0) throw new UnsoundFile(`${name} begins off the alignment of ${alignment} bytes`);
    if (offset < end) throw new UnsoundFile(`${name} lies over the tensor before it`);
    end = offset + (bytes ?? 1);
    if (end > dataBytes) throw new UnsoundFile(`${name} ends ${end - dataBytes} bytes behind the end of the file`);
  }
}
