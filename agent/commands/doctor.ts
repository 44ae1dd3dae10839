import { existsSync } from "node:fs";
import type { Command } from "commander";
import { z } from "zod";
import type { Conflict } from "../autotune/conflicts/detect.ts";
import { lookAtMachine } from "../autotune/conflicts/look-at-machine.ts";
import { TUNE_PORT } from "../autotune/conflicts/tune-port.ts";
import { AGENT_VERSION } from "../host/agent-version.ts";
import { childEnvironment } from "../host/child-environment.ts";
import { type Environment, readEnvironment } from "../host/environment.ts";
import { readMachineFacts } from "../host/machine/machine-facts.ts";
import { isPortFree, portOwner } from "../host/port-owner.ts";
import { ESPALIER_BINARY, resolveStateDir } from "../host/state-dir.ts";
import { systemClock } from "../host/system-clock.ts";
import { readEngines } from "../loop/capabilities.ts";
import { readEnrolment } from "../loop/plane/enrolment.ts";
import { policyPath } from "../policy/policy-path.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { EXIT_CODES } from "./command-error.ts";
import { checkDisk, checkMemory, checkSkew, type DoctorCheck, okay } from "./doctor-check.ts";
import { type CommandIo, runCommand } from "./run-command.ts";

const DoctorOptions = z.object({
  stateDir: z.string().optional(),
  json: z.boolean().default(false),
  debug: z.boolean().default(false),
});
type DoctorOptions = z.infer<typeof DoctorOptions>;

const CONSOLE_TIMEOUT_MS = 5000;
const CONFLICT = "provider conflict";

async function checkConsole(consoleUrl: string | null): Promise<DoctorCheck[]> {
  if (consoleUrl === null) {
    const fix = "espalier enrol <url> --token-file FILE";
    return [{ name: "console", grade: "warning", evidence: "not enrolled", fix }, checkSkew(null)];
  }
  try {
    const response = await fetch(new URL("/livez", consoleUrl), { signal: AbortSignal.timeout(CONSOLE_TIMEOUT_MS) });
    const date = Date.parse(response.headers.get("date") ?? "");
    const offsetMs = Number.isNaN(date) ? null : systemClock.wallMs() - date;
    const reached = okay("console", `${consoleUrl} answers ${response.status}`);
    return [reached, checkSkew(offsetMs)];
  } catch (failure) {
    const cause = failure instanceof Error && failure.cause instanceof Error ? failure.cause : failure;
    const evidence = `${consoleUrl}: ${cause instanceof Error ? cause.message : String(cause)}`;
    return [
      { name: "console", grade: "problem", evidence, fix: "start the console, or check address and network" },
      checkSkew(null),
    ];
  }
}

async function checkConflict(stateDir: string, environment: Environment): Promise<DoctorCheck> {
  try {
    const { conflict } = await lookAtMachine(stateDir, environment);
    return conflictCheck(conflict);
  } catch (cause) {
    const evidence = `who serves cannot be told: ${cause instanceof Error ? cause.message : String(cause)}`;
    return { name: CONFLICT, grade: "warning", evidence, fix: "run espalier doctor again" };
  }
}

function conflictCheck(conflict: Conflict): DoctorCheck {
  const name = CONFLICT;
  switch (conflict.kind) {
    case "launchdManaged":
      return {
        name,
        grade: "warning",
        evidence: `launchd runs ${conflict.label}`,
        fix: `launchctl bootout it before a tune`,
      };
    case "foreground":
      return {
        name,
        grade: "warning",
        evidence: `pid ${conflict.pid} serves: ${conflict.argv.join(" ")}`,
        fix: "stop it before a tune",
      };
    case "port_in_use":
    case "none":
      return okay(name, "nothing else serves models here");
  }
}

async function checkPort(): Promise<DoctorCheck> {
  if (await isPortFree(TUNE_PORT)) return okay("port", `${TUNE_PORT} is free`);
  const owner = await portOwner(TUNE_PORT);
  const evidence = `${TUNE_PORT} is used by ${owner === null ? "an unknown process" : `pid ${owner}`}`;
  return { name: "port", grade: "warning", evidence, fix: "stop it, or tune with --port" };
}

function checkPolicy(path: string): DoctorCheck {
  const policy = readPolicy(path, process.getuid?.() ?? 0);
  if (policy.problem !== null) {
    return {
      name: "policy file",
      grade: "problem",
      evidence: `${path}: ${policy.problem}`,
      fix: "correct or remove it; until then every job is refused",
    };
  }
  return okay("policy file", existsSync(path) ? path : `defaults (no ${path})`);
}

async function checkEngines(env: Readonly<Record<string, string>>): Promise<DoctorCheck> {
  const { engines, missing } = await readEngines([process.execPath, ESPALIER_BINARY], env);
  const found = engines.map((engine) => `${engine.engine} ${engine.engineVersion}`).join(", ");
  if (engines.length > 0) return okay("engines", found);
  const reason = missing.map((engine) => `${engine.engine}: ${engine.reason}`).join("; ") || "none found";
  return { name: "engines", grade: "problem", evidence: reason, fix: "run npm ci again in the checkout" };
}

async function examine(stateDir: string): Promise<DoctorCheck[]> {
  const environment = readEnvironment();
  const [facts, conflict, console, port, engines] = await Promise.all([
    readMachineFacts(stateDir),
    checkConflict(stateDir, environment),
    checkConsole(readEnrolment(stateDir)?.consoleUrl ?? null),
    checkPort(),
    checkEngines(childEnvironment(environment)),
  ]);
  return [
    ...console,
    checkDisk(facts.diskFreeBytes),
    checkMemory(facts.ramGb, facts.memoryPressureLevel),
    conflict,
    port,
    okay("versions", `espalier ${AGENT_VERSION}, node ${process.version}, ${facts.os} ${facts.osVersion}`),
    checkPolicy(policyPath(stateDir, environment)),
    engines,
  ];
}

function printCheck(io: CommandIo, check: DoctorCheck): void {
  io.out(`${check.grade.padEnd(8)} ${check.name}: ${check.evidence}`);
  if (check.fix !== null) io.out(`         fix: ${check.fix}`);
}

async function examineAndPrint(options: DoctorOptions, io: CommandIo): Promise<number> {
  const checks = await examine(resolveStateDir(options.stateDir ?? null, readEnvironment()));
  if (options.json) io.out(JSON.stringify({ checks }));
  else for (const check of checks) printCheck(io, check);
  return checks.some((check) => check.grade === "problem") ? EXIT_CODES.answer_is_no : EXIT_CODES.ok;
}

/** `espalier doctor`: looks at everything a tune needs and names the way out; changes nothing; exit 1 when something is a problem. */
export function registerDoctor(program: Command): void {
  program
    .command("doctor")
    .description("check what a tune needs: console, clock, disk, memory, conflicts, port, policy, engines")
    .option("--state-dir <dir>", "folder of state, policy, lock and socket")
    .option("--json", "print one JSON object")
    .option("--debug", "print stacks")
    .action((raw: unknown) => {
      const options = DoctorOptions.parse(raw);
      return runCommand(options, (io) => examineAndPrint(options, io));
    });
}
