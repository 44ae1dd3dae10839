import type { FailureDecision } from "./decide-failure.ts";

/** One call to the console. */
export interface Job {
  run(): Promise<void>;
  /** The console said no for good: the job is dropped, and the line goes on. */
  refused(message: string): void;
  /** The page that reads with it and forgets it when it goes; null for what a person did, which nobody forgets. */
  reader: object | null;
}

export interface LineState {
  /** What a person did and the console has not stored yet. */
  unsaved: number;
  /** Why the line stands still; null while it does not. */
  problem: string | null;
  /** What a person did and the console refused for good, until the person has read it. */
  refused: { count: number; message: string } | null;
}

/** Runs jobs one after the other; one that nobody answered stays at the head, so nothing is lost or overtaken (IM58). */
export interface JobLine {
  add(job: Job): void;
  /** Drops what a page that is gone wanted to read. */
  forget(reader: object): void;
  resume(): void;
  /** The refusals were read. */
  dismiss(): void;
  state(): LineState;
  subscribe(listener: () => void): () => void;
}

interface JobLineOptions {
  decide(error: unknown): FailureDecision;
  /** Resolves when a job that came too soon may be tried again. */
  pause(): Promise<void>;
}

/** A line without jobs; one per tab. */
export function createJobLine(options: JobLineOptions): JobLine {
  return new Line(options);
}

class Line implements JobLine {
  readonly #options: JobLineOptions;
  readonly #listeners = new Set<() => void>();
  #jobs: readonly Job[] = [];
  #state: LineState = { unsaved: 0, problem: null, refused: null };
  #isWorking = false;

  constructor(options: JobLineOptions) {
    this.#options = options;
  }

  state = (): LineState => this.#state;
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  add = (job: Job): void => {
    this.#keep([...this.#jobs, job]);
    void this.#work();
  };

  forget = (reader: object): void => {
    const head = this.#jobs[0];
    this.#keep(this.#jobs.filter((job) => job.reader !== reader));
    if (head !== this.#jobs[0]) this.resume();
  };

  resume = (): void => {
    this.#tell({ problem: null });
    void this.#work();
  };

  dismiss = (): void => this.#tell({ refused: null });

  #keep(jobs: readonly Job[]): void {
    this.#jobs = jobs;
    this.#tell({ unsaved: jobs.filter(({ reader }) => reader === null).length });
  }

  #tell(change: Partial<LineState>): void {
    const next = { ...this.#state, ...change };
    const { unsaved, problem, refused } = this.#state;
    if (next.unsaved === unsaved && next.problem === problem && next.refused === refused) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    for (let job = this.#jobs[0]; job !== undefined && this.#state.problem === null; job = this.#jobs[0]) {
      await this.#try(job);
    }
    this.#isWorking = false;
  }

  async #try(job: Job): Promise<void> {
    try {
      await job.run();
      this.#drop(job);
    } catch (error) {
      const decision = this.#options.decide(error);
      // A page that went while its job ran is told nothing.
      if (!this.#jobs.includes(job)) return;
      if (decision.kind === "pause") await this.#options.pause();
      else if (decision.kind === "keep") this.#tell({ problem: decision.message });
      else this.#refuse(job, decision.message);
    }
  }

  #refuse(job: Job, message: string): void {
    const count = (this.#state.refused?.count ?? 0) + 1;
    this.#drop(job);
    if (job.reader === null) this.#tell({ refused: { count, message } });
    job.refused(message);
  }

  #drop(job: Job): void {
    this.#keep(this.#jobs.filter((one) => one !== job));
  }
}
