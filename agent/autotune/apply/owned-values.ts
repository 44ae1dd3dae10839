import type { RecommendationDocument } from "../../../core/autotune/recommendation-document.ts";

type Recommendation = NonNullable<RecommendationDocument["recommendation"]>;

/** The four keys autotune owns in the config file, under their YAML names (B78); null means the key is left out (B72). */
export type OwnedValues = Recommendation["knobs"] & Pick<Recommendation, "model">;

/** The owned keys in the order missing ones are inserted. */
export const OWNED_KEYS = ["model", "kv_bits", "max_context_override", "max_concurrency_override"] as const;
export type OwnedKey = (typeof OWNED_KEYS)[number];

/** B82 and the log: the four values in one line. */
export function ownedSummary(values: OwnedValues): string {
  return [
    `model=${values.model}`,
    `kv_bits=${values.kv_bits ?? "unset"}`,
    `max_concurrency_override=${values.max_concurrency_override}`,
    `max_context_override=${values.max_context_override}`,
  ].join(" ");
}
