import { z } from "zod";

const ProcessEnv = z.custom<NodeJS.ProcessEnv>();

/** The environment in the type `node:child_process` asks for, which other packages of this repository widen. */
export function processEnv(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return ProcessEnv.parse({ ...env });
}
