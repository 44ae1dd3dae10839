import { readAvifHeader } from "./avif-header.ts";
import type { ByteSource } from "./byte-source.ts";
import type { HeaderFacts } from "./header-facts.ts";
import { readJpegHeader } from "./jpeg-header.ts";
import { readPngHeader } from "./png-header.ts";
import { type ImageFormat, SNIFF_BYTES, sniffFormat } from "./sniff-format.ts";
import { readWebpHeader } from "./webp-header.ts";

export type ImageHeader =
  | ({ kind: "image"; format: ImageFormat } & HeaderFacts)
  | { kind: "other"; found: string; wayOut: string }
  | { kind: "broken"; format: ImageFormat; reason: string };

const READERS: Record<ImageFormat, (source: ByteSource) => Promise<HeaderFacts | string>> = {
  jpeg: readJpegHeader,
  png: readPngHeader,
  webp: readWebpHeader,
  avif: readAvifHeader,
};

/** Reads format and size from a file's header without decoding a pixel; never throws for what the bytes are (IM45, UB2). */
export async function readImageHeader(source: ByteSource): Promise<ImageHeader> {
  const sniffed = sniffFormat(await source.read(0, SNIFF_BYTES));
  if (sniffed.kind === "other") return sniffed;
  const { format } = sniffed;
  const facts = await READERS[format](source);
  if (typeof facts === "string") return { kind: "broken", format, reason: facts };
  if (facts.widthPx < 1 || facts.heightPx < 1)
    return { kind: "broken", format, reason: "its header says it has no pixels" };
  return { kind: "image", format, ...facts };
}
