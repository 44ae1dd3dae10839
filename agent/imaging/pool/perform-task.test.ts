import { expect, test } from "vitest";
import { readProcess } from "../../host/process-list.ts";
import type { FromWorker } from "./channel.ts";
import { performTask } from "./perform-task.ts";
import type { ImageTask } from "./task.ts";
import type { WorkerChild } from "./worker-child.ts";

const task: ImageTask = { kind: "compare", leftPath: "/a", rightPath: "/b", maxSeconds: 60 };

test("IM27 a look at the memory that ends after its task leaves the next task of that child alone", async () => {
  let heard: ((message: FromWorker) => void) | null = null;
  const end = () =>
    heard?.({ type: "end", outcome: { ok: false, reason: "truncated", detail: "ends early", durationMs: 1 } });
  const child: WorkerChild = {
    engine: { sharp: "", vips: "", arch: "", os: "", threads: 1 },
    /** Asked for when a look begins: its task ends in that moment. */
    get pid() {
      end();
      return process.pid;
    },
    exited: new Promise(() => undefined),
    send: () => true,
    listen: (listener) => {
      heard = listener;
    },
    isUsable: () => true,
    end: async () => undefined,
  };
  const looking = { monoMs: () => 0, rssLimitBytes: 0, rssPollMs: 1 };
  const first = await performTask(child, task, looking);
  expect(first).toMatchObject({ reason: "truncated" });
  const next = performTask(child, task, { ...looking, rssPollMs: 60_000 });
  await readProcess(process.pid);
  await new Promise((resolve) => setImmediate(resolve));
  expect(heard).not.toBeNull();
  end();
  expect(await next).toMatchObject({ reason: "truncated" });
});
