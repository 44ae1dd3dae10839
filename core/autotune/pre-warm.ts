/** B46: what a provider says when weights were tampered with or are of the wrong shape, in lower case. */
const INTEGRITY_MARKERS = [
  "signature mismatch",
  "hash mismatch",
  "manifest verification failed",
  "weight verification failed",
  "checksum mismatch",
  "signature verification failed",
  "checksum signature invalid",
  "missing tokenizer.json",
  "configuration file missing: tokenizer.json",
  "missing: tokenizer.json",
  "missing required tokenizer files",
  "invalid json header",
  "invalid json metadata",
] as const;

/** B43–B46: whether a failed pre-warm costs one candidate or ends the run. `stderr` is the provider's last 64 KiB. */
export function decidePreWarmFailure(stderr: string): "transient" | "integrity" {
  const said = stderr.toLowerCase();
  return INTEGRITY_MARKERS.some((marker) => said.includes(marker)) ? "integrity" : "transient";
}
