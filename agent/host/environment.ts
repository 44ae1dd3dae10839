export type Environment = Readonly<Record<string, string>>;

/** The agent's own environment without empty values: an empty one counts as absent (A1). The only reader of `process.env`. */
export function readEnvironment(): Environment {
  // biome-ignore lint/style/noProcessEnv: the one place of the agent that reads it
  const entries = Object.entries(process.env);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined || value === "" ? [] : [[name, value]])),
  );
}
