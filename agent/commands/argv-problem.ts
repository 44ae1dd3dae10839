const LONGEST = 4000;
const SHOWN = 60;
const PATH_FLAGS = new Set([
  "--state-dir",
  "--db-path",
  "--config",
  "--token-file",
  "--log-file",
  "--engine-bin",
  "--record",
  "--recipe-dir",
]);

/** What no command takes, in one line that names the flag: control characters, endless values, an empty path. Null when all is well. */
export function argvProblem(args: readonly string[]): string | null {
  for (const [index, text] of args.entries()) {
    const { name, value } = split(text, args[index - 1]);
    if (name !== null && value === "" && PATH_FLAGS.has(name)) return `${name} must not be empty`;
    const shown = `${name === null ? "" : `${name} `}${JSON.stringify(value.slice(0, SHOWN))}`;
    if (/\p{Cc}/u.test(text)) return `${shown} must not hold control characters`;
    if (text.length > LONGEST) return `${shown}… must be <= ${LONGEST} characters`;
  }
  return null;
}

function split(text: string, before: string | undefined): { name: string | null; value: string } {
  const [, name, value] = /^(--[a-z0-9-]+)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return { name, value };
  return { name: before?.startsWith("--") === true ? before : null, value: text };
}
