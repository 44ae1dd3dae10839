// `npm run bench -- <id>|all [--ci] [--rng-key N]`: exit 0 when every bar holds, 1 when one fails, 64 for a bad command line.
import { parseBenchCommand } from "./arguments.ts";
import { runBench } from "./run-bench.ts";

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function parsed() {
  try {
    return parseBenchCommand(process.argv.slice(2));
  } catch (cause) {
    process.stderr.write(`error: ${cause instanceof Error ? cause.message : String(cause)}\n`);
    return process.exit(64);
  }
}

const { benches, isCi, rngKey } = parsed();
const command = `npm run bench -- ${process.argv.slice(2).join(" ")}`;
let hasFailed = false;
for (const bench of benches) {
  try {
    const options = { isCi, rngKey, say };
    const result = await runBench({ bench, mode: isCi ? "ci" : "full", command, options, run: bench.run });
    hasFailed ||= result.verdict === "fail";
  } catch (cause) {
    process.stderr.write(`error: ${cause instanceof Error ? cause.message : String(cause)}\n`);
    hasFailed = true;
  }
}
process.exit(hasFailed ? 1 : 0);
