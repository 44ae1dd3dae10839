import type { Command } from "commander";
import { z } from "zod";
import { readEnvironment } from "../host/environment.ts";
import { readMachineFacts } from "../host/machine/machine-facts.ts";
import { resolveStateDir } from "../host/state-dir.ts";
import { takeAgentLock } from "../loop/agent-lock.ts";
import { askAgent } from "../loop/local-socket.ts";
import { writeEnrolment } from "../loop/plane/enrolment.ts";
import { type Identity, openIdentity } from "../loop/plane/identity.ts";
import { isJoinToken, type JoinOutcome, joinConsole } from "../loop/plane/join-console.ts";
import { refuseAddress } from "../loop/plane/plane-client.ts";
import { systemWorld } from "../loop/system-world.ts";
import { CommandError, EXIT_CODES } from "./command-error.ts";
import { readTokenFile } from "./read-join-token.ts";
import { type CommandIo, runCommand } from "./run-command.ts";

const EnrolOptions = z.object({
  tokenFile: z.string(),
  stateDir: z.string().optional(),
  allowHttp: z.boolean().default(false),
  json: z.boolean().default(false),
  debug: z.boolean().default(false),
});
type EnrolOptions = z.infer<typeof EnrolOptions>;

function failureOf(outcome: Exclude<JoinOutcome, { kind: "joined" }>): CommandError {
  const freshToken = "make a fresh token in Fleet, Add a Mac";
  switch (outcome.kind) {
    case "bad_token":
      return new CommandError("bad_data", outcome.message, { fix: freshToken });
    case "not_encrypted":
      return new CommandError("usage", outcome.message, { fix: "use https, or --allow-http on a network you trust" });
    case "wrong_console":
      return new CommandError("not_allowed", outcome.message, { fix: "check the address; nothing was stored" });
    case "refused":
      return new CommandError("not_allowed", outcome.message, { fix: freshToken });
    case "unreachable":
      return new CommandError("console_unreachable", outcome.message, { fix: "check the address and the network" });
  }
}

function printEnrolled(
  io: CommandIo,
  isJson: boolean,
  enrolled: { agentId: string; consoleUrl: string; identity: Identity },
): void {
  const { agentId, consoleUrl, identity } = enrolled;
  if (isJson) {
    io.out(JSON.stringify({ agent_id: agentId, console_url: consoleUrl, fingerprint: identity.fingerprint }));
    return;
  }
  io.out(`enrolled with ${consoleUrl} as ${agentId}`);
  io.out(`key fingerprint ${identity.fingerprint}`);
  io.out("next: espalier run");
}

async function enrol(url: string, options: EnrolOptions, io: CommandIo): Promise<number> {
  const stateDir = resolveStateDir(options.stateDir ?? null, readEnvironment());
  const refusal = refuseAddress(url, options.allowHttp);
  if (refusal !== null) throw failureOf({ kind: "not_encrypted", message: refusal });
  const token = await readTokenFile(options.tokenFile);
  if (!isJoinToken(token)) throw failureOf({ kind: "bad_token", message: "this is not a join token" });
  const lock = takeAgentLock(stateDir);
  if (lock === null) {
    const isTaken = (await askAgent(stateDir, { type: "console", url, joinToken: token }, 2000))?.ok === true;
    if (!isTaken) throw new CommandError("later", `an agent runs on ${stateDir}`, { fix: "stop it first" });
    io.err("the running agent was given the address and the token");
    return EXIT_CODES.ok;
  }
  try {
    const identity = openIdentity(stateDir);
    const facts = await readMachineFacts(stateDir);
    const request = { consoleUrl: url, token, identity, facts, allowHttp: options.allowHttp };
    const outcome = await joinConsole(systemWorld, request);
    if (outcome.kind !== "joined") throw failureOf(outcome);
    writeEnrolment(stateDir, outcome.enrolment);
    printEnrolled(io, options.json, { agentId: outcome.enrolment.agentId, consoleUrl: url, identity });
    return EXIT_CODES.ok;
  } finally {
    lock.release();
  }
}

/** `espalier enrol`: joins a console with a token made by an admin (EN5). */
export function registerEnrol(program: Command): void {
  program
    .command("enrol")
    .description("join a console with a token from Fleet, Add a Mac")
    .argument("<url>", "address of the console")
    .requiredOption("--token-file <file>", "file with the join token, - for standard input")
    .option("--state-dir <dir>", "folder of state, policy, lock and socket")
    .option("--allow-http", "allow an unencrypted console address off this machine")
    .option("--json", "print one JSON object")
    .option("--debug", "print stacks")
    .action((url: string, raw: unknown) => {
      const options = EnrolOptions.parse(raw);
      return runCommand(options, (io) => enrol(url, options, io));
    });
}
