import { z } from "zod";
import { applyGain, localGain } from "../../../../core/imaging/pixels/local-gain.ts";
import { lumaOf } from "../../../../core/imaging/pixels/luma.ts";
import type { Pixels } from "../../../../core/imaging/pixels/planes.ts";
import { fromGrey } from "../raw.ts";
import { defineStep, recoloured, skipped } from "../step.ts";

const LEAST_SHORT_SIDE = 16;
const MOST_LUMA_PIXELS = 2_000_000;
const SMALLEST_WINDOW = 2;

const Clahe = z.strictObject({ window: z.number(), slope: z.int(), blend: z.number() });

type Plane = { readonly luma: Uint8Array; readonly width: number; readonly height: number };

/** Local contrast on the luma only; the colours follow by a common gain (IM25). */
export const clahe = defineStep(Clahe, async (pixels, args) => {
  if (Math.min(pixels.width, pixels.height) < LEAST_SHORT_SIDE) return skipped("too_small");
  if (args.blend === 0) return skipped("neutral");
  const plane = await reduced({ luma: lumaOf(pixels.rgb), width: pixels.width, height: pixels.height });
  const shortSide = Math.min(plane.width, plane.height);
  const side = Math.min(shortSide, Math.max(SMALLEST_WINDOW, Math.round((args.window / 100) * shortSide)));
  const equalised = await fromGrey(plane.luma, plane.width, plane.height)
    .clahe({ width: side, height: side, maxSlope: args.slope })
    .toColourspace("b-w")
    .raw({ depth: "uchar" })
    .toBuffer();
  const gains = await enlarged(localGain(plane.luma, equalised), plane, pixels);
  return recoloured(pixels, applyGain(pixels.rgb, gains, args.blend));
});

async function reduced(plane: Plane): Promise<Plane> {
  const pixels = plane.width * plane.height;
  if (pixels <= MOST_LUMA_PIXELS) return plane;
  const scale = Math.sqrt(MOST_LUMA_PIXELS / pixels);
  const size = {
    width: Math.max(LEAST_SHORT_SIDE, Math.floor(plane.width * scale)),
    height: Math.max(LEAST_SHORT_SIDE, Math.floor(plane.height * scale)),
  };
  const luma = await fromGrey(plane.luma, plane.width, plane.height)
    .resize(size.width, size.height, { fit: "fill", kernel: "cubic" })
    .toColourspace("b-w")
    .raw({ depth: "uchar" })
    .toBuffer();
  return { luma, ...size };
}

/** The gain of the reduced luma at the full size. */
async function enlarged(gains: Uint16Array<ArrayBuffer>, from: Plane, to: Pixels): Promise<Uint16Array> {
  if (from.width === to.width && from.height === to.height) return gains;
  const data = await fromGrey(gains, from.width, from.height)
    .resize(to.width, to.height, { fit: "fill", kernel: "cubic" })
    .toColourspace("grey16")
    .raw({ depth: "ushort" })
    .toBuffer();
  return new Uint16Array(new Uint8Array(data).buffer);
}
