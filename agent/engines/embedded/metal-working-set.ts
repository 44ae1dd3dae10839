import type { Llama } from "node-llama-cpp";
import { loadLlama } from "./load-llama.ts";

/** A61: the Metal device's recommended maximum working set in bytes; null without Metal, never a fraction of RAM. */
export async function metalWorkingSet(llama: Llama): Promise<number | null> {
  if (llama.gpu !== "metal") return null;
  const { total } = await llama.getVramState();
  return total > 0 ? total : null;
}

/** The budget read anew (A61); only a Mac has one, so elsewhere no native code is loaded for it. */
export async function readMetalBudget(): Promise<number | null> {
  if (process.platform !== "darwin") return null;
  try {
    const { llama } = await loadLlama(null, () => undefined);
    return await metalWorkingSet(llama);
  } catch {
    return null;
  }
}
