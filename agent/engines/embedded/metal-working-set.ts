import type { Llama } from "node-llama-cpp";

/** A61: the Metal device's recommended maximum working set in bytes; null without Metal, never a fraction of RAM. */
export async function metalWorkingSet(llama: Llama): Promise<number | null> {
  if (llama.gpu !== "metal") return null;
  const { total } = await llama.getVramState();
  return total > 0 ? total : null;
}
