import { MAX_PICTURE_PIXELS } from "../sniff/judge-picture.ts";
import { whole } from "./parameter.ts";
import { readArgument, tomlNumber } from "./read-argument.ts";
import type { Recipe, TuneTable } from "./recipe.ts";
import type { TomlTable } from "./toml-table.ts";

const MAX_PIXELS = whole([1, MAX_PICTURE_PIXELS], MAX_PICTURE_PIXELS);
const MAX_SECONDS = whole([1, 120], 30);
const NO_TUNE: TuneTable = { params: null, method: null, step: {}, range: {} };

/** `[limits]`; what is absent is the default. */
export function readLimits(root: TomlTable): Recipe["limits"] {
  const table = root.table("limits");
  table?.allow(["max_pixels", "max_seconds"]);
  const read = (key: string, parameter: typeof MAX_PIXELS): number => {
    const found = table?.get(key);
    if (found === undefined) return parameter.default;
    const argument = readArgument(parameter, found);
    if (argument.kind === "problem") table?.problem(key, argument.message);
    return argument.kind === "value" && typeof argument.value === "number" ? argument.value : parameter.default;
  };
  return { maxPixels: read("max_pixels", MAX_PIXELS), maxSeconds: read("max_seconds", MAX_SECONDS) };
}

/** `[tune]` (TU10, TU11, TU23); its names are checked where the recipe is known. */
export function readTune(root: TomlTable): TuneTable {
  const table = root.table("tune");
  if (table === null) return NO_TUNE;
  table.allow(["params", "method", "step", "range"]);
  return { params: readParams(table), method: readMethod(table), step: readNudges(table), range: readRanges(table) };
}

function readMethod(table: TomlTable): TuneTable["method"] {
  const method = table.get("method");
  if (method === "gp" || method === "idw") return method;
  if (method !== undefined) table.problem("method", 'must be "gp" or "idw"');
  return null;
}

function readParams(table: TomlTable): readonly string[] | null {
  const found = table.get("params");
  if (found === undefined) return null;
  if (!Array.isArray(found)) {
    table.problem("params", "must be a list of names");
    return null;
  }
  const names: string[] = [];
  found.forEach((name: unknown, index) => {
    if (typeof name !== "string") table.problemAt(["params", index], 'must be a name such as "light.gamma"');
    else if (names.includes(name)) table.problemAt(["params", index], `${name} is listed twice`);
    else names.push(name);
  });
  return names;
}

function readNudges(table: TomlTable): TuneTable["step"] {
  const nudges: Record<string, number> = {};
  const steps = table.table("step");
  for (const name of steps?.keys ?? []) {
    const number = tomlNumber(steps?.get(name));
    if (number === null || number <= 0) steps?.problem(name, "must be a number above 0");
    else nudges[name] = number;
  }
  return nudges;
}

function readRanges(table: TomlTable): TuneTable["range"] {
  const read: Record<string, readonly [number, number]> = {};
  const ranges = table.table("range");
  for (const name of ranges?.keys ?? []) {
    const found = ranges?.get(name);
    const [min, max] = Array.isArray(found) && found.length === 2 ? found.map(tomlNumber) : [];
    if (typeof min !== "number" || typeof max !== "number" || min > max) {
      ranges?.problem(name, "must be [smallest, largest]");
    } else read[name] = [min, max];
  }
  return read;
}
