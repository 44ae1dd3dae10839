import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { plainWords } from "../../core/units/plain-words.ts";

/** A file that somebody wrote by hand: its value, that there is none, or why it cannot be used. */
export type YamlFile =
  | { readonly kind: "missing" }
  | { readonly kind: "ok"; readonly value: unknown }
  | { readonly kind: "error"; readonly reason: string };

/** What is read of a hand-written file: a parser takes seconds for a hostile one of a few megabytes. */
export const LARGEST_YAML_BYTES = 262_144;
const MOST_ALIASES = 50;
/** What YAML does not allow in a text: control characters but tab and line ends. */
const NO_TEXT = /[^\P{Cc}\t\n\r\u0085]/u;

type Outcome = Exclude<YamlFile, { kind: "missing" }>;

const refused = (reason: string): Outcome => ({ kind: "error", reason });

/** Reads a hand-written YAML file of at most 256 KiB. Never throws. */
export function readYamlFile(path: string): YamlFile {
  let file: number;
  try {
    // A named pipe without a writer must not hold the process.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    return code === "ENOENT" ? { kind: "missing" } : refused(`it cannot be opened (${code})`);
  }
  try {
    return readYaml(file);
  } finally {
    closeSync(file);
  }
}

/** The YAML of an open file; the caller closes it. */
export function readYaml(file: number): Outcome {
  const stats = fstatSync(file);
  if (!stats.isFile()) return refused("it is not a plain file");
  if (stats.size > LARGEST_YAML_BYTES)
    return refused(`it has ${stats.size} bytes; at most ${LARGEST_YAML_BYTES} are read`);
  return parseYaml(readFileSync(file));
}

/** One YAML document in UTF-8: no second document, no key twice, no alias bomb. */
export function parseYaml(bytes: Uint8Array): Outcome {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refused("it is not UTF-8 text");
  }
  if (NO_TEXT.test(text)) return refused("it holds control characters, so it is no text");
  try {
    const value: unknown = parse(text, { maxAliasCount: MOST_ALIASES, logLevel: "error" });
    return { kind: "ok", value: value ?? null };
  } catch (cause) {
    return refused(reasonOf(cause));
  }
}

function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/call stack/.test(message)) return "it is nested too deep";
  if (/multiple documents/.test(message)) return "it has more than one document";
  return `it is not valid YAML: ${plainWords(message.split("\n")[0] ?? "", 200).replace(/:$/, "")}`;
}
