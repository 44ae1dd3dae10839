import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand } from "../../host/run-command.ts";
import { ESPALIER_BINARY } from "../../host/state-dir.ts";
import { type CommandBatch, startCommandBatch } from "./command-batch.ts";
import { HOSTILE_COMMANDS } from "./command-lines.ts";
import { snapshot } from "./snapshot.ts";

let batch: CommandBatch;
beforeAll(async () => {
  batch = await startCommandBatch();
});
afterAll(() => batch.close());

const titled = HOSTILE_COMMANDS.map((command) => ({ ...command, title: command.argv.join(" ").slice(0, 90) }));

test.each(titled)("B7, A8 refused with nothing written: $title", async ({ argv, code, says }) => {
  const before = snapshot(batch.folder);
  const result = await batch.run(argv);
  expect(result).toMatchObject({ code, stdout: "" });
  expect(result.stderr).toContain(says);
  expect(result.stderr).not.toMatch(/\n\s+at /);
  expect(result.stderr).not.toContain("\u001b");
  expect(result.stderr.length).toBeLessThan(1000);
  expect(snapshot(batch.folder)).toEqual(before);
});

test("B7, A8 the installed command answers a sample of them in the same words", async () => {
  const sample = HOSTILE_COMMANDS.filter((_, index) => index % 9 === 0);
  const before = snapshot(batch.folder);
  for (const { argv, code, says } of sample) {
    const result = await runCommand({
      argv: [process.execPath, ESPALIER_BINARY, ...argv],
      env: batch.env,
      timeoutMs: 30_000,
    });
    expect(result).toMatchObject({ code, stdout: "" });
    expect(result.stderr).toContain(says);
  }
  expect(sample.length).toBeGreaterThanOrEqual(10);
  expect(snapshot(batch.folder)).toEqual(before);
});
