/** A column of a twin: the CSV's header carries the unit, the title is what the page shows. */
export interface TwinHead {
  key: string;
  title: string;
  isNumeric: boolean;
}

/** One value of a twin: what the page shows, and what the CSV holds; an absence is empty there, never zero. */
export interface TwinValue {
  shown: string;
  csv: string;
}

export interface TwinRow {
  id: string;
  /** One text for cursor, tooltip and live region. */
  text: string;
  /** The mark in the drawing; null when it stands on a rail or is a label. */
  at: { dataset: number; index: number } | null;
  /** What the row is about, the same in every chart of the page: the shared crosshair follows it (H-43). */
  subject?: string;
  values: TwinValue[];
}

/** The table a chart is: the same rows in the same order. */
export interface TwinTable {
  heads: TwinHead[];
  rows: TwinRow[];
}

export function wordValue(text: string): TwinValue {
  return { shown: text, csv: text };
}

/** A measured value in the page's form and in full in the CSV. */
export function numberValue(value: number | null, format: (value: number) => string): TwinValue {
  return value === null ? { shown: "–", csv: "" } : { shown: format(value), csv: String(value) };
}

/** A knob: "unset" in HTML and CSV (H-19). */
export function knobValue(value: number | null): TwinValue {
  return value === null ? wordValue("unset") : { shown: value.toLocaleString("en-US"), csv: String(value) };
}

export function head(key: string, title: string, isNumeric = true): TwinHead {
  return { key, title, isNumeric };
}
