export { startBlobKeeper } from "./keep-blobs.ts";
export { areBlobsStored, mayReadBlob, recordBlobAlone } from "./service.ts";
