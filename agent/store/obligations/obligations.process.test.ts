import { join } from "node:path";
import { expect, test } from "vitest";
import { type OwnedProcess, startProcess } from "../../host/process.ts";
import { obligationDraft, testBook } from "../../test/fixtures/obligation-samples.ts";
import { tempStore } from "../../test/fixtures/temp-store.ts";

const CLAIMER = join(import.meta.dirname, "..", "..", "test", "fixtures", "claim-obligations.ts");
const PROCESSES = 5;
const OBLIGATIONS = 40;

async function claimer(stateDir: string): Promise<{ process: OwnedProcess; ready: Promise<void>; lines: string[] }> {
  const ready = Promise.withResolvers<void>();
  let text = "";
  const lines: string[] = [];
  const started = await startProcess({
    argv: [process.execPath, CLAIMER, stateDir],
    env: { PATH: "/usr/bin:/bin" },
    stdin: "pipe",
    output: "pipe",
    onOutput: (chunk) => {
      text += chunk.toString("utf8");
      if (text.includes("ready\n")) ready.resolve();
      lines.splice(0, lines.length, ...text.split("\n").filter((line) => line !== "" && line !== "ready"));
    },
  });
  if (started.kind === "failed") throw new Error(started.reason);
  return { process: started.process, ready: ready.promise, lines };
}

test("B36 of several processes that claim at once exactly one gets each obligation", async () => {
  const { store, stateDir } = tempStore();
  const book = testBook(store, stateDir);
  const ids = Array.from({ length: OBLIGATIONS }, () => book.open(obligationDraft()).id);
  const claimers = await Promise.all(Array.from({ length: PROCESSES }, () => claimer(stateDir)));
  await Promise.all(claimers.map(({ ready }) => ready));
  for (const { process: child } of claimers) child.closeStdin();
  const exits = await Promise.all(claimers.map(({ process: child }) => child.exited));
  expect(exits.map(({ code }) => code)).toEqual(Array.from({ length: PROCESSES }, () => 0));
  expect(claimers.flatMap(({ lines }) => lines).sort()).toEqual(ids.sort());
  const owners = new Set(book.unsettled().map(({ owner }) => owner.pid));
  for (const pid of owners) expect(claimers.map(({ process: child }) => child.pid)).toContain(pid);
  store.close();
});
