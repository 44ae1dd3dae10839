import { expect, onTestFinished, test } from "vitest";
import { startProcess } from "../process.ts";
import { processEnvironment } from "./process-environment.ts";

test("B33 TH10 the environment of a living process, without what no child may get; null of one that is not there", async () => {
  // A process that speaks has its environment; right after its start the system may still show none.
  const ready = Promise.withResolvers<void>();
  const started = await startProcess({
    argv: ["/bin/sh", "-c", "echo ready; read line"],
    stdin: "pipe",
    output: "pipe",
    onOutput: () => ready.resolve(),
    env: { PATH: "/usr/bin:/bin", HF_TOKEN: "a secret = with signs", NODE_OPTIONS: "--inspect", BASH_ENV: "/x" },
  });
  if (started.kind === "failed") throw new Error(started.reason);
  const { pid } = started.process;
  onTestFinished(() => void process.kill(pid, "SIGKILL"));
  await ready.promise;
  expect(await processEnvironment(pid)).toEqual({ PATH: "/usr/bin:/bin", HF_TOKEN: "a secret = with signs" });
  expect(await processEnvironment(2 ** 30)).toBeNull();
});
