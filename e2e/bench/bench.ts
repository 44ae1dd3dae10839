import { z } from "zod";

/** One figure of a run: ours or a peer's, measured here or published by others. */
export const BenchRow = z.strictObject({
  /** What was measured, the same words for ours and for a peer. */
  name: z.string().min(1),
  unit: z.string(),
  subject: z.string().min(1),
  /** Where the subject comes from: this repository, a Debian package, a source at a commit, a publication. */
  origin: z.string().min(1),
  version: z.string().nullable(),
  source: z.enum(["measured", "published"]),
  /** Every repeat, in the order it was taken; of shares, one for each batch of surfaces. */
  repeats: z.array(z.number()),
  median: z.number().nullable(),
  /** 95 % interval of the figure that is judged. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
  /** The figure that is judged; null when not run. */
  estimate: z.number().nullable(),
  target: z.string().nullable(),
  /** Null for rows that only stand beside. */
  verdict: z.enum(["pass", "fail", "not_run"]).nullable(),
});
export type BenchRow = z.infer<typeof BenchRow>;

export interface BenchOptions {
  isCi: boolean;
  rngKey: number;
  /** One line of progress. */
  say(line: string): void;
}

export interface BenchRun {
  rows: BenchRow[];
  /** What a reader must know to read the figures. */
  notes: string[];
}

/** One bar of measurement.md section 13. */
export interface Bench {
  id: string;
  what: string;
  /** Times are measured, so a busy machine would spoil it; a full run then starts only at a load average up to 0.5. */
  needsQuietMachine: boolean;
  run(options: BenchOptions): Promise<BenchRun>;
  peers: {
    debianPackages: string[];
    /** Peers on this machine, rows named as ours; null when there are none. */
    run: ((options: BenchOptions) => Promise<BenchRun>) | null;
    /** `subject` of every peer row that is expected, so that a missing one is shown as not run. */
    subjects: string[];
  };
}
