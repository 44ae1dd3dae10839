export { startBlobKeeper } from "./keep-blobs.ts";
export { findDownload, findShown } from "./pictures.ts";
export { storedBlobs } from "./repo.ts";
export {
  areBlobsStored,
  haveBlobs,
  isUploaded,
  mayReadBlob,
  recordBlobAlone,
  recordUpload,
  storedBytes,
} from "./service.ts";
