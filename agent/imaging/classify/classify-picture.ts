import sharp from "sharp";
import { type Classification, classify } from "../../../core/imaging/classify/classify.ts";
import { everyGate, type Judged } from "../../../core/imaging/classify/gates.ts";
import { lumaCells, middleCopy, workCopy } from "../../../core/imaging/classify/measure/copies.ts";
import type { Decoded } from "../../../core/imaging/classify/measure/copy.ts";
import { measureScale } from "../../../core/imaging/classify/measure/scale.ts";
import { measureSignals } from "../../../core/imaging/classify/measure-signals.ts";
import { RULES } from "../../../core/imaging/classify/rules.ts";
import { readExif } from "../../../core/imaging/exif/read-exif.ts";
import type { EngineFingerprint } from "../../../core/imaging/record/parts.ts";
import type { AvifLoader } from "../executor/decode-output.ts";
import { decodeFailure, ImageRefused } from "../executor/image-refused.ts";
import { readPictureFacts } from "../executor/open-picture.ts";
import type { ClassifyResult, ClassifyTask } from "../pool/task.ts";

const SCREEN_COMMENT = "Screenshot";

/** One picture from its file to its class, in the child (IM5 to IM10). Throws ImageRefused. */
export async function classifyPicture(
  task: ClassifyTask,
  context: { readonly engine: EngineFingerprint; readonly avif: AvifLoader; readonly monoMs: () => number },
): Promise<ClassifyResult> {
  const startedMs = context.monoMs();
  const input = await readPictureFacts(task.inputPath, task.maxPixels, context.avif);
  const isWideGamut = input.icc !== null && !/srgb/i.test(input.icc);
  const [decoded, { hasCamera, comments }] = await Promise.all([decode(task, isWideGamut), hintsOf(task.inputPath)]);
  const thresholds = new Map(Object.entries(task.thresholds));
  const { signals, panels } = measureSignals(
    {
      work: workCopy(decoded),
      crop: middleCopy(decoded),
      cells: lumaCells(decoded),
      scaleK: measureScale(decoded),
      width: decoded.width,
      height: decoded.height,
      pages: input.pages,
      isHdr: input.hdr,
      hasCamera,
      isScreenCapture: task.isScreenCapture || comments.includes(SCREEN_COMMENT),
    },
    thresholds,
  );
  const answer = classify({ signals, thresholds }, { isWideGamut });
  const durationMs = Math.round(context.monoMs() - startedMs);
  return {
    ok: true,
    kind: "classify",
    engine: context.engine,
    input,
    signals: { ...signals },
    panels: [...panels],
    gates: gatesOf(answer, { signals, thresholds }),
    answer,
    durationMs,
  };
}

/** A guard comes before the rules and is none of them (IM9). */
function gatesOf({ rule, reasons }: Classification, judged: Judged): ClassifyResult["gates"] {
  const guard = RULES.some(({ key }) => key === rule) ? [] : reasons.map((reason) => ({ rule, ...reason }));
  return [...guard, ...everyGate(RULES, judged)];
}

async function hintsOf(path: string): Promise<{ hasCamera: boolean; comments: readonly string[] }> {
  const { exif, comments = [] } = await sharp(path).metadata();
  const hints = exif === undefined ? null : readExif(exif);
  const texts = comments.map(({ text }) => text.trim());
  return { hasCamera: hints?.hasCamera ?? false, comments: [...texts, ...(hints?.comment ? [hints.comment] : [])] };
}

/** Profiles that are sRGB are not applied again: at 12 MP that would take longer than the rest. */
async function decode({ inputPath, maxPixels }: ClassifyTask, isWideGamut: boolean): Promise<Decoded> {
  try {
    const { data, info } = await sharp(inputPath, {
      failOn: "warning",
      limitInputPixels: maxPixels,
      limitInputChannels: 5,
      pages: 1,
      autoOrient: true,
      ignoreIcc: !isWideGamut,
    })
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    if (info.channels === 3 || info.channels === 4) {
      return { width: info.width, height: info.height, data, channels: info.channels };
    }
    throw new ImageRefused("unsupported_format", `the picture has ${info.channels} channels`);
  } catch (failure) {
    throw decodeFailure(failure);
  }
}
