import { createBLAKE3 } from "hash-wasm";

/** A BLAKE3 digest fed piece by piece; `digestHex` ends it and gives 64 lower-case hex digits. */
export interface Blake3Stream {
  update(piece: Uint8Array): void;
  digestHex(): string;
}

/** IM42: opens a digest that holds nothing but its state, in browser, server and agent alike. */
export async function openBlake3(): Promise<Blake3Stream> {
  const hasher = (await createBLAKE3()).init();
  return { update: (piece) => void hasher.update(piece), digestHex: () => hasher.digest("hex") };
}

/** IM42: a digest for many short pieces of bytes, each 64 lower-case hex digits; about ten times as fast as `blake3Hex`. */
export async function loadBlake3(): Promise<(bytes: Uint8Array) => string> {
  const hasher = await createBLAKE3();
  return (bytes) => hasher.init().update(bytes).digest("hex");
}
