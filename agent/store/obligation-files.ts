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
import { ObligationDraft } from "./obligation.ts";

const folderOf = (stateDir: string): string => join(stateDir, "obligations");
const pathOf = (stateDir: string, id: string): string => join(folderOf(stateDir), `${id}.json`);

function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  fsyncSync(folder);
  closeSync(folder);
}

/** OB3: the copy of an open obligation that outlives a damaged agent.db; durable before it returns, 0600. */
export function writeObligationFile(stateDir: string, draft: ObligationDraft): void {
  mkdirSync(folderOf(stateDir), { recursive: true, mode: 0o700 });
  const path = pathOf(stateDir, draft.id);
  const file = openSync(`${path}.new`, "w", 0o600);
  writeSync(file, JSON.stringify(ObligationDraft.parse(draft)));
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
  syncFolder(folderOf(stateDir));
}

/** Called once the obligation is done in agent.db. */
export function removeObligationFile(stateDir: string, id: string): void {
  rmSync(pathOf(stateDir, id), { force: true });
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
    if (!name.endsWith(".json")) return [];
    try {
      const parsed = ObligationDraft.safeParse(JSON.parse(readFileSync(join(folderOf(stateDir), name), "utf8")));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}
