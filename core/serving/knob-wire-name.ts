/** How the three knobs are called in reasons, rows and command lines; apart from the schemas, so that a page needs no parser for it. */
export const KNOB_WIRE_NAME = {
  kvBits: "kv_bits",
  maxBatch: "max_batch",
  maxContext: "max_context",
} as const;

/** The three knobs in the order that cells, reasons and lists name them. */
export const KNOB_ORDER = ["kvBits", "maxBatch", "maxContext"] as const;
