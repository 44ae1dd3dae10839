export { storeProbeEnd } from "./results/store-end.ts";
export { storeProbeSlice } from "./results/store-slice.ts";
export { type ProbeSource, storeProbeStart } from "./results/store-start.ts";
