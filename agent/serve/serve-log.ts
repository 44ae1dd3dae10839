import { closeSync, openSync, writeSync } from "node:fs";

export type ServeLog = { readonly write: (line: string) => void; readonly close: () => void };

/** The process's log on stderr or a file, one line an entry; never a prompt, a completion or a key (A31). Null when the file cannot be written. */
export function openServeLog(format: "text" | "json", file: string | null, wallMs: () => number): ServeLog | null {
  const descriptor = file === null ? process.stderr.fd : openFile(file);
  if (descriptor === null) return null;
  return {
    write: (text) => {
      const time = new Date(wallMs()).toISOString();
      const line = format === "json" ? JSON.stringify({ time, msg: text }) : text;
      try {
        writeSync(descriptor, `${line}\n`);
      } catch {
        // A closed or full log never stops serving.
      }
    },
    close: () => {
      if (file !== null) closeSync(descriptor);
    },
  };
}

function openFile(file: string): number | null {
  try {
    return openSync(file, "a", 0o600);
  } catch {
    return null;
  }
}
