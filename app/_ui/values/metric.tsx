/** What stands behind a number: so many measurements, an estimate, or a plain reading. Absent numbers are words, not metrics. */
type MetricBasis = { kind: "measured"; n: number } | { kind: "estimate" } | { kind: "reading" };

interface MetricProps {
  /** Number and unit as `core/units` writes them: "21.4 tok/s". */
  text: string;
  basis: MetricBasis;
  size?: "cell" | "headline";
  isStrong?: boolean;
}

/** H-52: a number with its unit, `✓ n` when measured, `≈` when estimated. */
export function Metric({ text, basis, size = "cell", isStrong = false }: MetricProps) {
  const space = text.indexOf(" ");
  const [value, unit] = space < 0 ? [text, ""] : [text.slice(0, space), text.slice(space)];
  const isHeadline = size === "headline";
  return (
    <span className={`whitespace-nowrap ${isStrong ? "font-semibold text-ink" : ""}`}>
      {basis.kind === "estimate" ? <span title="estimate, not measured">≈ </span> : null}
      <span className={`measured-figure ${isHeadline ? "text-number font-medium tracking-figure" : ""}`}>{value}</span>
      <span className={isHeadline ? "" : "text-ink-3"}>{unit}</span>
      {basis.kind === "measured" && !isHeadline ? (
        <span className="text-meta text-ink-3" title={`median of ${basis.n} measured`}>
          {" "}
          ✓{basis.n}
        </span>
      ) : null}
    </span>
  );
}
