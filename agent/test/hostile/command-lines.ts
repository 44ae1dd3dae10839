/** A command line nobody should type, its exit code and what standard error says about it. */
export interface HostileCommand {
  readonly argv: readonly string[];
  readonly code: 1 | 2 | 64 | 65 | 74;
  readonly says: string;
}

const LONG = "9".repeat(5000);

const command =
  (...fixed: readonly string[]) =>
  (code: HostileCommand["code"]) =>
  (argv: readonly string[], says: string): HostileCommand => ({ argv: [...fixed, ...argv], code, says });

const tune = command("autotune")(64);
const serve = command("serve", "--no-join", "--model", "practice/tiny-2mb")(2);
const usage = command()(64);

const AUTOTUNE: readonly HostileCommand[] = [
  tune(["--target-context", "0"], "--target-context 0 must be >= 1"),
  tune(["--target-context", "-1"], "--target-context -1 must be >= 1"),
  tune(["--target-context", "NaN"], "--target-context NaN must be >= 1"),
  tune(["--target-context", LONG], "--target-context"),
  tune(["--target-context", "5\n6"], '--target-context "5\\n6" must not hold control characters'),
  tune(["--target-context"], "--target-context <tokens>' argument missing"),
  tune(["--candidate-models", ""], "--candidate-models contains an empty cell"),
  tune(["--candidate-models", "a/b,"], "--candidate-models contains an empty cell"),
  tune(["--candidate-models", "a/b,A/B"], "--candidate-models contains a duplicate cell: A/B"),
  tune(["--candidate-models", "-rf"], "--candidate-models cell '-rf' must not start with -"),
  tune(["--candidate-models", "a/b c"], "must not hold spaces or control characters"),
  tune(["--candidate-models", `a/${"b".repeat(300)}`], "must be <= 200 characters"),
  tune(["--candidate-models", Array.from({ length: 60 }, (_, index) => `a/b${index}`).join(",")], "must be <= 50"),
  tune(["--candidate-models", Array.from({ length: 900 }, () => "a/b").join(",")], "--candidate-models"),
  tune(["--max-model-size", "0"], "--max-model-size 0 must be a positive number"),
  tune(["--max-model-size", "7TB"], "--max-model-size 7TB must be a positive number"),
  tune(
    ["--min-model-size", "14B", "--max-model-size", "7B"],
    "--min-model-size 14B is greater than --max-model-size 7B",
  ),
  tune(["--min-model-size", "99B"], "--min-model-size/--max-model-size leave no candidate"),
  tune(["--kv-bits-axis", ""], "--kv-bits-axis contains an empty cell"),
  tune(["--kv-bits-axis", "5"], "--kv-bits-axis cell '5' must be unset, 4 or 8"),
  tune(["--kv-bits-axis", "unset,UNSET"], "--kv-bits-axis contains a duplicate cell"),
  tune(["--max-batch-axis", "1.5"], "--max-batch-axis cell '1.5' must be between 1 and 64"),
  tune(["--max-batch-axis", "65"], "--max-batch-axis cell '65' must be between 1 and 64"),
  tune(["--max-context-axis", "4000,,8000"], "--max-context-axis contains an empty cell"),
  tune(["--max-context-axis", "100", "--target-context", "4000"], "cell 100 is below --target-context 4000"),
  tune(["--max-context-axis", "4000,4000"], "--max-context-axis contains a duplicate cell: 4000"),
  tune(["--stage1-replicates", "0"], "--stage1-replicates 0 must be >= 1"),
  tune(["--stage2-replicates", "101"], "--stage2-replicates 101 must be >= 1 and <= 100"),
  tune(["--gate-ttft-ms", "0"], "--gate-ttft-ms 0 must be > 0"),
  tune(["--gate-ttft-ms", "12345678901234567890"], "--gate-ttft-ms"),
  tune(["--tps-tie-epsilon", "Infinity"], "--tps-tie-epsilon Infinity must be finite and >= 0"),
  tune(["--tps-tie-epsilon", "-0.1"], "--tps-tie-epsilon -0.1 must be finite and >= 0"),
  tune(["--tps-tie-epsilon", "0x1"], "--tps-tie-epsilon 0x1 must be finite and >= 0"),
  tune(["--max-duration", "1e9"], "--max-duration 1e9 must be > 0"),
  tune(["--max-duration", "1234567890123"], "--max-duration 1234567890123"),
  tune(["--drain-grace", "-1"], "--drain-grace -1 must be >= 0"),
  tune(["--port", "0"], "--port 0 must be between 1 and 65535"),
  tune(["--port", "0x50"], "--port 0x50 must be between 1 and 65535"),
  tune(["--port", ""], "--port  must be between 1 and 65535"),
  tune(["--retain-runs", "0"], "--retain-runs 0 must be >= 1"),
  tune(["--strategy", "random"], "--strategy random must be grid or blocked-halving"),
  tune(["--config", "/nowhere/config.yaml"], "--config /nowhere/config.yaml must be in a folder that exists"),
  tune(["--config="], "--config must not be empty"),
  tune(["--db-path", ""], "--db-path must not be empty"),
  tune(["--run-id", "5b2f"], "--run-id needs --channel"),
  tune(["--resume"], "unknown option '--resume'"),
  tune(["--compare", "x"], "unknown option '--compare'"),
  tune(["--json=yes"], "unknown option '--json=yes'"),
  tune(["practice/tiny-2mb"], "too many arguments"),
  command("autotune")(1)(["--db-path", "/dev/null"], "database /dev/null is not a plain file"),
  command("autotune")(1)(["--db-path", "/etc/passwd"], "/etc/passwd is not a database of espalier"),
  command("autotune")(1)(["--state-dir", "/dev/null/x"], "/dev/null is not a folder"),
  command("autotune")(1)(["--channel"], "--channel is for the agent"),
];

const SERVE: readonly HostileCommand[] = [
  { argv: ["serve"], code: 2, says: "--model is required" },
  serve(["--kv-bits", "7"], "--kv-bits 7 invalid; must be 4 or 8"),
  serve(["--kv-bits", ""], "--kv-bits  invalid; must be 4 or 8"),
  serve(["--max-context", "0"], "--max-context 0 must be >= 1"),
  serve(["--max-context", "99999999999999999999"], "--max-context 99999999999999999999 must be >= 1"),
  serve(["--max-batch", "65"], "--max-batch 65 must be >= 1 and <= 64"),
  serve(["--max-batch", "2.0"], "--max-batch 2.0 must be >= 1"),
  serve(["--port", "65536"], "--port 65536 must be between 1 and 65535"),
  serve(["--queue-depth", "-1"], "--queue-depth -1 must be >= 0"),
  serve(["--drain-timeout", "soon"], "--drain-timeout soon must be >= 0"),
  serve(["--engine-threads", "0"], "--engine-threads 0 must be >= 1"),
  serve(["--engine", "../../bin/sh"], "--engine ../../bin/sh must be"),
  serve(["--log-format", "xml"], "--log-format xml must be text or json"),
  serve(["--log-file", "/nowhere/serve.log"], "--log-file /nowhere/serve.log must be a path that can be written"),
  serve(["--state-dir", "/dev/null/x"], "--state-dir /dev/null is not a folder"),
  serve(["--config", "/nowhere/config.yaml"], "config file /nowhere/config.yaml does not exist"),
  serve(["--model", ""], "--model  must be a model id"),
  serve(["--model", "../../etc/passwd"], "--model ../../etc/passwd must be a model id"),
  serve(["--model", "a/b:c/../../d"], "--model a/b:c/../../d must be a model id"),
  serve(["--model", "--port"], "--model --port must be a model id"),
  usage(["serve", "--host", "0.0.0.0"], "unknown option '--host'"),
  usage(["serve", "--model", "a\u001b[2J/b"], "must not hold control characters"),
];

const OTHERS: readonly HostileCommand[] = [
  usage(["enrol"], "required option '--token-file <file>' not specified"),
  usage(["enrol", "notaurl", "--token-file", "/dev/null"], "notaurl is not an http or https address"),
  usage(["enrol", "file:///etc/passwd", "--token-file", "/dev/null"], "is not an http or https address"),
  usage(["enrol", "http://192.0.2.1", "--token-file", "/dev/null"], "http://192.0.2.1 is not encrypted"),
  { argv: ["enrol", "http://127.0.0.1:1", "--token-file", "/nowhere"], code: 74, says: "cannot read the token file" },
  { argv: ["enrol", "http://127.0.0.1:1", "--token-file", "/dev/null"], code: 65, says: "holds no token" },
  { argv: ["enrol", "http://127.0.0.1:1", "--token-file", "/dev/zero"], code: 65, says: "this is not a join token" },
  { argv: ["enrol", "http://127.0.0.1:1", "--token-file", "/etc/passwd"], code: 65, says: "this is not a join token" },
  usage(["run", "--console", "gopher://x"], "gopher://x is not an http or https address"),
  usage(["run", "--state-dir", ""], "--state-dir must not be empty"),
  usage(["status", "--state-dir"], "argument missing"),
  usage(["doctor", "--colour"], "unknown option '--colour'"),
  usage(["engines", "--jsn"], "Did you mean --json?"),
  usage(["hash", "document.json"], "too many arguments"),
  usage(["tune-helper", "--state-dir", "x"], "required option '--run-id <uuid>' not specified"),
  usage(["__proto__"], "unknown command '__proto__'"),
  usage(["constructor", "--help=1"], "unknown command 'constructor'"),
  usage([LONG], "must be <= 4000 characters"),
  usage(["-"], "unknown command '-'"),
];

/** Every hostile command line. */
export const HOSTILE_COMMANDS: readonly HostileCommand[] = [...AUTOTUNE, ...SERVE, ...OTHERS];
