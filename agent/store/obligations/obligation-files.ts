import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ObligationDraft } from "./obligation.ts";

/** The environment of a drained process is on file only: it may hold secrets, and rows of agent.db stay. */
export type OwnerEnvironment = Readonly<Record<string, string>>;
const ObligationFile = ObligationDraft.extend({ environment: z.record(z.string(), z.string()).optional() });
type ObligationFile = z.infer<typeof ObligationFile>;

const folderOf = (stateDir: string): string => join(stateDir, "obligations");
const pathOf = (stateDir: string, id: string): string => join(folderOf(stateDir), `${id}.json`);

function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  fsyncSync(folder);
  closeSync(folder);
}

/** OB3: the copy of an open obligation that outlives a damaged agent.db; durable before it returns, 0600. An environment once written stays. */
export function writeObligationFile(stateDir: string, draft: ObligationDraft, environment?: OwnerEnvironment): void {
  mkdirSync(folderOf(stateDir), { recursive: true, mode: 0o700 });
  const path = pathOf(stateDir, draft.id);
  const kept = environment ?? readFile(path)?.environment;
  const file = openSync(`${path}.new`, "w", 0o600);
  writeSync(
    file,
    JSON.stringify({ ...ObligationDraft.parse(draft), ...(kept === undefined ? {} : { environment: kept }) }),
  );
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
  syncFolder(folderOf(stateDir));
}

/** What a drained process was started with; null when it is not on file. */
export function readOwnerEnvironment(stateDir: string, id: string): OwnerEnvironment | null {
  return readFile(pathOf(stateDir, id))?.environment ?? null;
}

function readFile(path: string): ObligationFile | null {
  try {
    const parsed = ObligationFile.safeParse(JSON.parse(readFileSync(path, "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Called once the obligation is done in agent.db; a copy whose writer died goes too, since it may hold the environment (B33). */
export function removeObligationFile(stateDir: string, id: string): void {
  const path = pathOf(stateDir, id);
  for (const file of [path, `${path}.new`]) rmSync(file, { force: true });
}

/** Every readable copy; a torn one belongs to a drain that had not begun. */
export function readObligationFiles(stateDir: string): ObligationDraft[] {
  let names: string[];
  try {
    names = readdirSync(folderOf(stateDir));
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const read = name.endsWith(".json") ? readFile(join(folderOf(stateDir), name)) : null;
    if (read === null) return [];
    const { environment: _onFileOnly, ...draft } = read;
    return [draft];
  });
}
