export interface Axis {
  min: number;
  max: number;
  isLog: boolean;
  ticks: number[];
}

function niceStep(span: number, most: number): number {
  const raw = span / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(raw));
  const unit = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= raw) ?? 10;
  return unit * power;
}

function logAxis(low: number, high: number): Axis {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
  return { min: 10 ** first, max: 10 ** last, isLog: true, ticks };
}

/** An axis around the values with room at both ends; logarithmic when the largest is over 50 times the smallest (console.md section 3). */
export function fitAxis(values: readonly number[], most = 6): Axis {
  const finite = values.filter((value) => Number.isFinite(value));
  if (finite.length === 0) return { min: 0, max: 1, isLog: false, ticks: [0, 1] };
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  if (low > 0 && high / low > 50) return logAxis(low, high);
  const span = high - low || Math.abs(high) * 0.2 || 1;
  const step = niceStep(span * 1.3, most);
  const room = Math.floor((low - span * 0.15) / step) * step;
  const min = low < 0 ? room : Math.max(0, room);
  const max = Math.ceil((high + span * 0.15) / step) * step;
  const count = Math.round((max - min) / step);
  const ticks = Array.from({ length: count + 1 }, (_, index) => Number((min + index * step).toPrecision(10)));
  return { min, max, isLog: false, ticks };
}
