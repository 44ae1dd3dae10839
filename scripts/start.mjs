// `npm start`: plain JavaScript that an old Node runs too, because on a fresh clone nothing newer is there yet.
import { join } from "node:path";
import { forward } from "./runtime/forward.mjs";
import { ensureInstalled } from "./runtime/install.mjs";
import { root } from "./runtime/paths.mjs";
import { preflight } from "./runtime/preflight.mjs";
import { readStartOptions } from "./runtime/start-options.mjs";

const options = readStartOptions(process.argv.slice(2), process.env);
await preflight(options);
const node = ensureInstalled();
forward(node, ["--disable-warning=ExperimentalWarning", join(root, "scripts", "launch.mjs")], {
  env: {
    ...process.env,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    ESPALIER_PORT: String(options.port),
    ESPALIER_LISTEN: options.listen,
    ESPALIER_DATA: options.data,
    ESPALIER_HOUSE_AGENT: options.hasHouseAgent ? "1" : "0",
  },
});
