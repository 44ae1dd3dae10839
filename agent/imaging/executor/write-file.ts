import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { blake3Of } from "../hash.ts";
import type { WrittenFile } from "../pool/task.ts";

type Content = {
  readonly bytes: Uint8Array;
  readonly name: "output" | "before" | "thumb";
  readonly format: string;
  readonly width: number;
  readonly height: number;
};

const EXTENSIONS: Readonly<Record<string, string>> = { jpeg: "jpg" };

/** Writes one picture into the private folder of a task. */
export async function writePicture(folder: string, content: Content): Promise<WrittenFile> {
  const path = join(folder, `${content.name}.${EXTENSIONS[content.format] ?? content.format}`);
  await writeFile(path, content.bytes, { mode: 0o600 });
  return {
    path,
    blake3: await blake3Of([content.bytes]),
    bytes: content.bytes.length,
    w: content.width,
    h: content.height,
    format: content.format,
  };
}
