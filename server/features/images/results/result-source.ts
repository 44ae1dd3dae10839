import type { RecordSource } from "../records/append-record.ts";

export interface ResultSource extends RecordSource {
  /** Null for what was made by hand on the machine (JK8). */
  jobId: string | null;
}

/** `same` was stored before; `differs` is refused: one id has one content (INV-7). */
export type ResultStored = "stored" | "same" | "differs";
