import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listProcesses } from "../../host/process-list.ts";
import { wait } from "../../host/wait.ts";
import { keepAwake } from "./keep-awake.ts";

test("B101 on macOS a run holds caffeinate -i -s -w of its own pid and lets go at its end; elsewhere nothing is started", async () => {
  const folder = mkdtempSync(join(tmpdir(), "espalier-awake-"));
  const [command, said] = [join(folder, "caffeinate"), join(folder, "said")];
  writeFileSync(command, `#!/bin/sh\necho "$@" > ${said}.new; mv ${said}.new ${said}\nexec /bin/sleep 3600\n`, {
    mode: 0o755,
  });
  expect(await keepAwake({ platform: "linux", command })).toBeNull();
  expect(existsSync(said)).toBe(false);
  const letGo = await keepAwake({ platform: "darwin", command });
  while (!existsSync(said)) await wait(20);
  expect(readFileSync(said, "utf8")).toBe(`-i -s -w ${process.pid}\n`);
  const isHeld = async () =>
    (await listProcesses()).some(
      ({ parentPid, isZombie, argv }) => parentPid === process.pid && !isZombie && argv.includes("3600"),
    );
  while (!(await isHeld())) await wait(20);
  letGo?.();
  while (await isHeld()) await wait(20);
});
