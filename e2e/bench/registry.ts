import type { Bench } from "./bench.ts";
import { measurementAccuracy } from "./h1/accuracy.ts";
import { openLoopHonesty } from "./h2/open-loop.ts";
import { winnerQuality } from "./h3/winner-quality.ts";
import { equalQualityCost } from "./h4/equal-quality-cost.ts";
import { falsePromotion } from "./h5/false-promotion.ts";
import { millionLineTune } from "./h9/million-lines.ts";
import { clientCost } from "./h12/client-cost.ts";
import { blake3Speed } from "./imb1/blake3-speed.ts";
import { classifierAccuracy } from "./imb7/classifier.ts";
import { keyboardRating } from "./imb12/keyboard-rating.ts";
import { raterSimulator } from "./tub2/rater-simulator.ts";
import { confoundingWarning } from "./tub6/confounding.ts";
import { activeOrderBench } from "./tub8/active-order.ts";

/** Every bench, in the order of measurement.md section 13, then those of images.md. */
export const BENCHES: readonly Bench[] = [
  measurementAccuracy,
  openLoopHonesty,
  winnerQuality,
  equalQualityCost,
  falsePromotion,
  millionLineTune,
  clientCost,
  classifierAccuracy,
  keyboardRating,
  raterSimulator,
  confoundingWarning,
  activeOrderBench,
  blake3Speed,
];
