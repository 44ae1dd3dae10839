import { availableParallelism } from "node:os";
import type { Llama } from "node-llama-cpp";

export type LlamaModule = typeof import("node-llama-cpp");
export type LoadedLlama = { readonly module: LlamaModule; readonly llama: Llama; readonly version: string };

/** Without a GPU one core stays free: two spinning threads on two busy cores take minutes for a request of one second. */
function ownThreads(): { maxThreads?: number } {
  return process.platform === "darwin" ? {} : { maxThreads: Math.max(1, availableParallelism() - 1) };
}

/** Loads the native engine, prebuilt only. The import is dynamic so that no other command pays for it. Throws when this machine has no build. */
export async function loadLlama(threads: number | null, log: (line: string) => void): Promise<LoadedLlama> {
  const module = await import("node-llama-cpp");
  const llama = await module.getLlama({
    gpu: "auto",
    build: "never",
    skipDownload: true,
    progressLogs: false,
    logLevel: module.LlamaLogLevel.warn,
    logger: (_level, message) => log(message.trimEnd()),
    ...(threads === null ? ownThreads() : { maxThreads: threads }),
  });
  return { module, llama, version: await module.getModuleVersion() };
}
