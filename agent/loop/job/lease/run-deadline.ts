/** protocol.md section 3: the run deadline of a kind in seconds, for its permit and its timer alike; a tune's is in its plan. */
export const RUN_S = { probe: 1800, "image-run": 3600, "image-replay": 7200, apply: 1800 } as const;
