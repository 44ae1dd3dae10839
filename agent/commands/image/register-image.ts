import type { Command } from "commander";
import { registerImageAuto } from "./image-auto.ts";
import { registerImageClassify } from "./image-classify.ts";
import { registerImageRate } from "./image-rate.ts";
import { registerImageShare } from "./image-share.ts";

/** `espalier image …`: everything a person does with pictures on this machine (images.md section 5). */
export function registerImage(program: Command): void {
  const image = program
    .command("image")
    .description("Classify a picture, run its recipe, record, rate and share the result.");
  registerImageClassify(image);
  registerImageAuto(image);
  registerImageRate(image);
  registerImageShare(image);
}
