import type { Environment } from "../../host/environment.ts";
import { readTuneConfig } from "../command/tune-config.ts";

/** The configured `provider_label`, null for the default one or when the config file cannot be used (B28). */
export function configuredLabel(environment: Environment): string | null {
  try {
    return readTuneConfig(null, environment).providerLabel;
  } catch {
    return null;
  }
}
