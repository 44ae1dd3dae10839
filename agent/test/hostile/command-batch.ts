import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { type OwnedProcess, startProcess } from "../../host/process.ts";

const Result = z.object({
  code: z.int().nullable(),
  stdout: z.string(),
  stderr: z.string(),
  thrown: z.string().optional(),
});
type BatchResult = z.infer<typeof Result>;

/** A refusal takes milliseconds; whatever is longer hangs or has begun to serve. */
const LIMIT_MS = 20_000;

export interface CommandBatch {
  /** Home, state, config, cache and temporary files of every command line; the working folder too. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** One command line through the real `main`, in a process that outlives it. */
  run(argv: readonly string[], env?: Readonly<Record<string, string>>): Promise<BatchResult>;
  close(): Promise<void>;
}

/** A child that runs command lines one after the other, at a hundredth of the cost of a process each. */
export async function startCommandBatch(): Promise<CommandBatch> {
  const folder = mkdtempSync(join(tmpdir(), "espalier-hostile-"));
  for (const name of ["home", "state", "config", "cache", "tmp", "data"]) mkdirSync(join(folder, name));
  const env = {
    PATH: "/usr/bin:/bin",
    HOME: join(folder, "home"),
    TMPDIR: join(folder, "tmp"),
    XDG_STATE_HOME: join(folder, "state"),
    XDG_CONFIG_HOME: join(folder, "config"),
    XDG_CACHE_HOME: join(folder, "cache"),
    XDG_DATA_HOME: join(folder, "data"),
    ESPALIER_STATE_DIR: join(folder, "state", "espalier"),
    ESPALIER_ENGINE_THREADS: "1",
  };
  let child = await startChild(join(folder, "home"));
  return {
    folder,
    env,
    run: async (argv, extra = {}) => {
      if (child.hasEnded()) child = await startChild(join(folder, "home"));
      return Result.parse(JSON.parse(await child.ask(JSON.stringify({ argv, env: { ...env, ...extra } }))));
    },
    close: async () => {
      await child.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface BatchChild {
  hasEnded(): boolean;
  /** The answer line to a request line; throws when the child ends or says nothing within `LIMIT_MS`. */
  ask(line: string): Promise<string>;
  close(): Promise<void>;
}

async function startChild(cwd: string): Promise<BatchChild> {
  let answer: (line: string) => void = () => undefined;
  let text = "";
  const child = await start(cwd, (chunk) => {
    text += chunk;
    if (text.endsWith("\n")) answer(text);
  });
  return {
    hasEnded: child.hasExited,
    ask: async (line) => {
      text = "";
      const answered = new Promise<string>((resolve) => {
        answer = resolve;
      });
      const limit = setTimeout(() => process.kill(-child.pid, "SIGKILL"), LIMIT_MS);
      child.write(`${line}\n`);
      const ended = child.exited.then(({ code, signal }) => {
        throw new Error(`the batch ended with ${code ?? signal} at ${line.slice(0, 200)}`);
      });
      return Promise.race([answered, ended]).finally(() => clearTimeout(limit));
    },
    close: async () => {
      child.closeStdin();
      await child.exited;
    },
  };
}

async function start(cwd: string, onText: (chunk: string) => void): Promise<OwnedProcess> {
  const started = await startProcess({
    argv: [process.execPath, join(import.meta.dirname, "..", "fixtures", "argv-batch.ts")],
    env: { PATH: "/usr/bin:/bin" },
    cwd,
    stdin: "pipe",
    output: "pipe",
    onOutput: (chunk, stream) => (stream === "stdout" ? onText(chunk.toString("utf8")) : undefined),
  });
  if (started.kind === "failed") throw new Error(started.reason);
  return started.process;
}
