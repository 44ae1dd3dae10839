import type { PolicySummary } from "../contract/v1/facts.ts";

/** Protocol section 10: what holds when a Mac has no policy file. */
export const DEFAULT_POLICY: PolicySummary = {
  isReadable: true,
  jobs: ["tune", "probe", "restore", "image-run", "image-replay"],
  remoteDrain: false,
  remoteApply: false,
  modelsAllow: ["default-list", "cached", "practice"],
  maxJobSeconds: 10_800,
};

/** LP2: an unreadable, invalid or badly owned file refuses all but `restore`. */
export const UNREADABLE_POLICY: PolicySummary = {
  ...DEFAULT_POLICY,
  isReadable: false,
  jobs: ["restore"],
  modelsAllow: [],
};
