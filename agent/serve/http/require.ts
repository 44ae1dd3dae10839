import type { IncomingMessage } from "node:http";
import type { Loaded, ServeRuntime } from "../serve-runtime.ts";
import { ApiError } from "./api-error.ts";

/** A13. */
export function requireLoaded(runtime: ServeRuntime): Loaded {
  if (runtime.isDraining) throw new ApiError("draining", "this server is draining");
  if (runtime.loaded === null) throw new ApiError("model_not_loaded", "the model is not loaded");
  return runtime.loaded;
}

/** A10: a POST of anything else is refused, a form of a web page among it. */
export function requireJson(request: IncomingMessage): void {
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json")
    throw new ApiError("unsupported_media_type", "content-type must be application/json");
}
