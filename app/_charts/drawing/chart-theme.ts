const TOKENS = [
  "wall",
  "panel",
  "sunk",
  "line",
  "edge",
  "ink",
  "ink-2",
  "ink-3",
  "wire",
  "leaf",
  "bark",
  "degrading",
  "blocking",
  "series-1",
  "series-2",
  "series-3",
  "series-4",
  "series-5",
  "series-6",
] as const;

type Token = (typeof TOKENS)[number];

/** The tokens as colours a canvas understands, and its font. */
export interface ChartTheme {
  colour: (token: Token) => string;
  font: { family: string; size: number };
}

/** Reads the tokens of the theme that is shown now (H-65). */
export function readChartTheme(): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  const body = getComputedStyle(document.body);
  return {
    colour: (token) => style.getPropertyValue(`--${token}`).trim(),
    font: { family: body.fontFamily, size: 11 },
  };
}
