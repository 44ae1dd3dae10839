/** Ranks from 1, equal values sharing their mean rank. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((left, right) => (values[left] ?? 0) - (values[right] ?? 0));
  const ranked = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1] ?? 0] === values[order[start] ?? 0]) end += 1;
    for (let i = start; i <= end; i += 1) ranked[order[i] ?? 0] = (start + end) / 2 + 1;
    start = end + 1;
  }
  return ranked;
}

/** Spearman's rank correlation, ties by mean rank; null where one side does not vary. */
export function spearman(left: readonly number[], right: readonly number[]): number | null {
  const [x, y] = [ranks(left), ranks(right)];
  const mean = (x.length + 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((rank, index) => {
    const dx = rank - mean;
    const dy = (y[index] ?? 0) - mean;
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  });
  return xx === 0 || yy === 0 ? null : xy / Math.sqrt(xx * yy);
}
