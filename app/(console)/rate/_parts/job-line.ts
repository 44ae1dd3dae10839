/** Runs jobs one after the other; a failed one stays at the head, so nothing is lost or overtaken. */
export interface JobLine {
  add(job: () => Promise<void>): void;
  resume(): void;
  isEmpty(): boolean;
}

interface JobLineOptions {
  /** A job failed and waits for `resume`. */
  onProblem(message: string): void;
  /** Resolves when a job that failed like this may be tried again by itself; null where a person must ask for it. */
  pauseAfter(error: unknown): Promise<void> | null;
}

export function createJobLine({ onProblem, pauseAfter }: JobLineOptions): JobLine {
  let jobs: (() => Promise<void>)[] = [];
  let isWorking = false;
  let isStopped = false;
  const work = async () => {
    if (isWorking || isStopped) return;
    isWorking = true;
    for (let job = jobs[0]; job !== undefined && !isStopped; job = jobs[0]) {
      try {
        await job();
        jobs = jobs.slice(1);
      } catch (error) {
        const pause = pauseAfter(error);
        if (pause !== null) await pause;
        else {
          isStopped = true;
          onProblem(error instanceof Error ? error.message : "the console did not answer");
        }
      }
    }
    isWorking = false;
  };
  return {
    add(job) {
      jobs = [...jobs, job];
      void work();
    },
    resume() {
      isStopped = false;
      void work();
    },
    isEmpty: () => jobs.length === 0,
  };
}
