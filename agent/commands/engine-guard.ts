import type { Command } from "commander";
import { runEngineGuard } from "../engines/child/engine-guard.ts";
import { runCommand } from "./run-command.ts";

/** The child that ends an engine when its serve died without a word. */
export function registerEngineGuard(program: Command): void {
  program.command("engine-guard", { hidden: true }).action(() =>
    runCommand({}, async () => {
      await runEngineGuard(process.stdin);
      return 0;
    }),
  );
}
