export { startImagePump } from "./batches/pump.ts";
export { storeImageResult } from "./results/store-result.ts";
