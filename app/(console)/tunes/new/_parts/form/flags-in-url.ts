import { parseAsString, parseAsStringLiteral } from "nuqs";
import { EngineName } from "../../../../../../core/serving/engine-name.ts";

/** The lists a tune can start from. */
const LISTS = ["practice", "default", "operator"] as const;
export type TuneList = (typeof LISTS)[number];

/** H-01: machine, list, the run to repeat and every flag that differs from the list's own are the address. */
export const flagsInUrl = {
  mac: parseAsString,
  list: parseAsStringLiteral(LISTS),
  again: parseAsString,
  engine: parseAsStringLiteral(EngineName.options),
  "target-context": parseAsString,
  "candidate-models": parseAsString,
  "max-model-size": parseAsString,
  "min-model-size": parseAsString,
  "kv-bits-axis": parseAsString,
  "max-batch-axis": parseAsString,
  "max-context-axis": parseAsString,
  "stage1-replicates": parseAsString,
  "stage2-replicates": parseAsString,
  "gate-ttft-ms": parseAsString,
  "tps-tie-epsilon": parseAsString,
  "max-duration": parseAsString,
  strategy: parseAsString,
  confirm: parseAsString,
};
