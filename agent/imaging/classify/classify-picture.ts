import { classify } from "../../../core/imaging/classify/classify.ts";
import { everyGate } from "../../../core/imaging/classify/every-gate.ts";
import { lumaCells, middleCopy, workCopy } from "../../../core/imaging/classify/measure/copies.ts";
import { measureScale } from "../../../core/imaging/classify/measure/scale.ts";
import { measureMiddle, measureSignals, measureWork } from "../../../core/imaging/classify/measure-signals.ts";
import { readExif } from "../../../core/imaging/exif/read-exif.ts";
import type { EngineFingerprint } from "../../../core/imaging/record/parts.ts";
import type { AvifLoader } from "../executor/decode-output.ts";
import { type Header, readHeader } from "../executor/open-picture.ts";
import type { ClassifyResult, ClassifyTask } from "../pool/task.ts";
import { decodePicture, isWideGamut } from "./decode-picture.ts";

const SCREEN_COMMENT = "Screenshot";

/** One picture from its file to its class, in the child (IM5 to IM10). Throws ImageRefused. */
export async function classifyPicture(
  task: ClassifyTask,
  context: { readonly engine: EngineFingerprint; readonly avif: AvifLoader; readonly monoMs: () => number },
): Promise<ClassifyResult> {
  const startedMs = context.monoMs();
  const header = await readHeader(task.inputPath, task.maxPixels, context.avif);
  const { facts: input } = header;
  const sources = decodePicture(task, header);
  const [work, middle, cells, scaleK] = await Promise.all([
    sources.work.then((picture) => measureWork(workCopy(picture))),
    sources.middle.then((picture) => measureMiddle(middleCopy(picture))),
    sources.cells.then(lumaCells),
    sources.whole?.then(measureScale) ?? 1,
  ]);
  const { hasCamera, isScreen } = hintsOf(header);
  const isScreenCapture = task.isScreenCapture || isScreen;
  const file = { width: input.w, height: input.h, pages: input.pages, isHdr: input.hdr, hasCamera, isScreenCapture };
  const thresholds = new Map(Object.entries(task.thresholds));
  const { signals, panels } = measureSignals({ work, middle, cells, scaleK, file }, thresholds);
  const answer = classify({ signals, thresholds }, { isWideGamut: isWideGamut(input) });
  const durationMs = Math.round(context.monoMs() - startedMs);
  return {
    ok: true,
    kind: "classify",
    engine: context.engine,
    input,
    signals: { ...signals },
    panels: [...panels],
    gates: task.wantsGates ? everyGate({ signals, thresholds }) : [],
    answer,
    durationMs,
  };
}

/** What a camera or a Mac wrote into the file. */
function hintsOf({ exif, comments }: Pick<Header, "exif" | "comments">) {
  const hints = exif === null ? null : readExif(exif);
  const isScreen = [...comments, hints?.comment].includes(SCREEN_COMMENT);
  return { hasCamera: hints?.hasCamera ?? false, isScreen };
}
