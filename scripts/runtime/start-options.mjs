import { isAbsolute, resolve } from "node:path";
import { fail } from "./fail.mjs";
import { root } from "./paths.mjs";

const HELP = `Usage: npm start -- [options]

  --port N             port of the console (default 4680)
  --listen ADDR        address to listen on (default 127.0.0.1)
  --data DIR           data folder (default ./data)
  --no-house-agent     do not start the agent of this machine
  --help               show this text
`;

const usage = (message) => fail({ message, fix: "npm start -- --help lists the options", exit: 64 });

function takeValue(args, flag) {
  const value = args.shift();
  if (value === undefined || value === "" || value.startsWith("--")) usage(`${flag} needs a value`);
  return value;
}

/** Reads the options of `npm start`; flags win over `ESPALIER_` variables. Ends with status 64 on what it does not know. */
export function readStartOptions(argv, env) {
  const options = {
    port: env.ESPALIER_PORT ?? "4680",
    listen: env.ESPALIER_LISTEN ?? "127.0.0.1",
    data: env.ESPALIER_DATA ?? resolve(root, "data"),
    hasHouseAgent: true,
  };
  const args = argv.flatMap((arg) =>
    arg.startsWith("--") && arg.includes("=")
      ? [arg.slice(0, arg.indexOf("=")), arg.slice(arg.indexOf("=") + 1)]
      : [arg],
  );
  while (args.length > 0) {
    const flag = args.shift();
    if (flag === "--help" || flag === "-h") {
      process.stdout.write(HELP);
      process.exit(0);
    } else if (flag === "--port") options.port = takeValue(args, flag);
    else if (flag === "--listen") options.listen = takeValue(args, flag);
    else if (flag === "--data") options.data = takeValue(args, flag);
    else if (flag === "--no-house-agent") options.hasHouseAgent = false;
    else usage(`unknown option ${flag}`);
  }
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 1 || port > 65535) usage(`--port ${options.port} must be between 1 and 65535`);
  const data = isAbsolute(options.data) ? options.data : resolve(root, options.data);
  return { ...options, port, data };
}
