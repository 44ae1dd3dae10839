"use client";
import { useRef, useState } from "react";
import { hashFile } from "./hash-file.ts";
import { sendFile } from "./send-file.ts";
import { isEnded, type Upload, withoutStarted } from "./upload.ts";

/** Files at a time: one is hashed while another is sent. */
const AT_ONCE = 2;

/** Hashes and sends chosen files; a failed one fails alone. */
export function useUploads(onHere: () => void) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const next = useRef(0);
  const change = (id: number, news: Partial<Upload>) =>
    setUploads((all) => all.map((one) => (one.id === id ? { ...one, ...news } : one)));
  const send = async (id: number, file: File) => {
    change(id, { state: { kind: "hashing" } });
    try {
      const blake3 = await hashFile(file);
      change(id, { blake3, state: { kind: "sending", share: 0 } });
      const outcome = await sendFile(file, blake3, (share) => change(id, { state: { kind: "sending", share } }));
      change(id, { state: outcome });
    } catch {
      const message = "The file could not be read.";
      change(id, { state: { kind: "refused", code: "unreadable", message, fix: "Choose it again." } });
    }
  };
  const add = async (files: readonly File[]) => {
    const fresh = files.map((file) => ({ id: next.current++, file }));
    setUploads((all) => [
      ...all,
      ...fresh.map(({ id, file }) => ({
        id,
        name: file.name,
        bytes: file.size,
        blake3: null,
        state: { kind: "waiting" as const },
      })),
    ]);
    const queue = [...fresh];
    const lane = async () => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift()) await send(one.id, one.file);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    onHere();
  };
  return {
    uploads,
    add,
    clear: () => setUploads((all) => all.filter((one) => !isEnded(one))),
    forgetStarted: (inputs: readonly string[]) => setUploads((all) => withoutStarted(all, inputs)),
  };
}
