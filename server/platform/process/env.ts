import path from "node:path";
import { z } from "zod";
import type { Env } from "../app.ts";
import { StartError } from "./start-error.ts";

const DEFAULT_PORT = 4680;
const CHECKOUT = path.join(import.meta.dirname, "../../..");

const List = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((item) => item.trim().toLowerCase())
      .filter((item) => item !== ""),
  );

const BaseUrl = z.string().refine(isBareOrigin, { error: "it must be a bare origin such as https://espalier.example" });

function isBareOrigin(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.search === "" && url.username === ""
  );
}

const Variables = z.object({
  ESPALIER_PORT: z.coerce.number().int().min(0).max(65_535).default(DEFAULT_PORT),
  ESPALIER_LISTEN: z.string().min(1).default("127.0.0.1"),
  ESPALIER_DATA: z.string().min(1).optional(),
  ESPALIER_BASE_URL: BaseUrl.optional(),
  ESPALIER_ALLOWED_HOSTS: List,
  ESPALIER_TRUSTED_PROXIES: List,
  ESPALIER_HOUSE_AGENT: z.enum(["0", "1"]).default("1"),
  ESPALIER_IMAGE_AVIF_INPUT: z.enum(["0", "1"]).default("0"),
  ESPALIER_DEV: z.enum(["0", "1"]).default("0"),
});

/** Reads the settings of the server process; an empty variable counts as unset. Throws StartError naming the variable. */
export function parseEnv(source: Record<string, string | undefined>): { env: Env; isDev: boolean } {
  const given = Object.fromEntries(
    Object.entries(source).filter(([name, value]) => name.startsWith("ESPALIER_") && value !== ""),
  );
  const parsed = Variables.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? "ESPALIER_");
    throw new StartError(
      `${name} is not usable: ${issue?.message ?? "unknown reason"}`,
      `Correct or remove the variable ${name}.`,
    );
  }
  const values = parsed.data;
  return {
    isDev: values.ESPALIER_DEV === "1",
    env: {
      port: values.ESPALIER_PORT,
      listen: values.ESPALIER_LISTEN,
      dataDir: path.resolve(values.ESPALIER_DATA ?? path.join(CHECKOUT, "data")),
      baseUrl: values.ESPALIER_BASE_URL === undefined ? null : new URL(values.ESPALIER_BASE_URL).origin,
      allowedHosts: values.ESPALIER_ALLOWED_HOSTS,
      trustedProxies: values.ESPALIER_TRUSTED_PROXIES,
      hasHouseAgent: values.ESPALIER_HOUSE_AGENT === "1",
      takesAvif: values.ESPALIER_IMAGE_AVIF_INPUT === "1",
    },
  };
}

/** The one reader of process.env in the server. */
export function readEnv(): { env: Env; isDev: boolean } {
  // biome-ignore lint/style/noProcessEnv: the one place of the server that reads it
  const settings = parseEnv(process.env);
  // React and Next choose their build by this variable, whoever started us.
  // biome-ignore lint/style/noProcessEnv: as above
  Object.assign(process.env, { NODE_ENV: settings.isDev ? "development" : "production" });
  return settings;
}

const PASSED_ON = new Set(
  "HOME PATH LANG LC_ALL TZ TMPDIR USER LOGNAME XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR XDG_STATE_HOME ESPALIER_IMAGE_AVIF_INPUT".split(
    " ",
  ),
);

/** What the house agent may know of this environment: where things are and its own settings, nothing of ours (SL3). */
export function houseAgentEnv(): NodeJS.ProcessEnv {
  // biome-ignore lint/style/noProcessEnv: as above
  const kept = Object.entries(process.env).filter(
    ([name]) => PASSED_ON.has(name) || (name.startsWith("ESPALIER_") && !(name in Variables.shape)),
  );
  return { ...Object.fromEntries(kept), NODE_ENV: "production" };
}
