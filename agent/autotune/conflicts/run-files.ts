import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** A26: what a serving process left about itself to be recognised by. Read loosely, written by serve. */
const RunFile = z.looseObject({
  pid: z.int(),
  start_time: z.union([z.string(), z.number()]).transform(String),
  argv: z.array(z.string()).catch([]),
  cwd: z.string().nullish().catch(null),
  port: z.int().nullish().catch(null),
});
type RunFile = z.infer<typeof RunFile>;

/** Every `serve-<port>.json` of a state folder with its path; torn ones are left out. */
export function readRunFiles(stateDir: string): { path: string; file: RunFile }[] {
  let names: string[];
  try {
    names = readdirSync(stateDir);
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    if (!/^serve-\d+\.json$/.test(name)) return [];
    const path = join(stateDir, name);
    try {
      const parsed = RunFile.safeParse(JSON.parse(readFileSync(path, "utf8")));
      return parsed.success ? [{ path, file: parsed.data }] : [];
    } catch {
      return [];
    }
  });
}
