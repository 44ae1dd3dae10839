import { parseArgs } from "node:util";
import type { Bench } from "./bench.ts";
import { BENCHES } from "./registry.ts";

interface BenchCommand {
  benches: readonly Bench[];
  isCi: boolean;
  rngKey: number;
}

/** `<id>|all [--ci] [--rng-key N]`; throws an Error that names what is wrong. */
export function parseBenchCommand(argv: readonly string[]): BenchCommand {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { ci: { type: "boolean", default: false }, "rng-key": { type: "string", default: "1" } },
  });
  const known = BENCHES.map(({ id }) => id).join(", ");
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0) throw new Error(`name one bench of ${known}, or all`);
  const benches = BENCHES.filter((bench) => id === "all" || bench.id === id.toUpperCase());
  if (benches.length === 0) throw new Error(`unknown bench ${id}: choose from ${known}, or all`);
  const rngKey = Number(values["rng-key"]);
  if (!Number.isSafeInteger(rngKey) || rngKey < 0) {
    throw new Error(`--rng-key ${values["rng-key"]} must be a whole number from 0`);
  }
  return { benches, isCi: values.ci, rngKey };
}
