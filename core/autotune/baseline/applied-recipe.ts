import type { KnobSettings } from "../../serving/knobs.ts";

/** The recipe in the config file at run start (B118): its model and the owned knobs, null where a key is absent. */
export interface AppliedRecipe {
  readonly model: string;
  readonly knobs: KnobSettings;
}
