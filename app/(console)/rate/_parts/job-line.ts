/** Runs jobs one after the other; a failed one waits at the head until `retry`, so nothing is lost or overtaken. */
export interface JobLine {
  add(job: () => Promise<void>): void;
  retry(): void;
  isEmpty(): boolean;
}

export function createJobLine(onProblem: (message: string) => void): JobLine {
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
        isStopped = true;
        onProblem(error instanceof Error ? error.message : "the console did not answer");
      }
    }
    isWorking = false;
  };
  return {
    add(job) {
      jobs = [...jobs, job];
      void work();
    },
    retry() {
      isStopped = false;
      void work();
    },
    isEmpty: () => jobs.length === 0,
  };
}
