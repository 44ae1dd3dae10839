import type { CommandIo } from "../../commands/run-command.ts";
import { DamagedCache } from "./kept-file.ts";
import { LogCache } from "./log-cache.ts";

/**
 * Runs a command that reads a log by way of what an earlier tune kept of it. Where a part of that turns out damaged, the command
 * runs once more from the log alone: it says the same from its beginning, so what it said already is not said again.
 */
export async function withLogCache(
  { writes, io }: { readonly writes: boolean; readonly io: CommandIo },
  command: (cache: LogCache, io: CommandIo) => Promise<number>,
): Promise<number> {
  const said = { out: 0, err: 0 };
  try {
    return await using(new LogCache({ reads: true, writes }), (cache) =>
      command(cache, {
        out: (line) => {
          said.out += 1;
          io.out(line);
        },
        err: (line) => {
          said.err += 1;
          io.err(line);
        },
      }),
    );
  } catch (failure) {
    if (!(failure instanceof DamagedCache)) throw failure;
  }
  const after = (count: number, say: (line: string) => void) => {
    let left = count;
    return (line: string) => {
      left -= 1;
      if (left < 0) say(line);
    };
  };
  const rest = { out: after(said.out, io.out), err: after(said.err, io.err) };
  return using(new LogCache({ reads: false, writes }), (cache) => command(cache, rest));
}

async function using<T>(cache: LogCache, use: (cache: LogCache) => Promise<T>): Promise<T> {
  try {
    return await use(cache);
  } finally {
    cache.close();
  }
}
