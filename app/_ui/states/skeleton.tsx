interface SkeletonProps {
  /** How the final layout looks: a page head, table rows, or a drawing. */
  shape: "head" | "rows" | "drawing";
  rows?: number;
}

/** H-68: the final layout in flat bars, after 200 ms; no shimmer. */
export function Skeleton({ shape, rows = 6 }: SkeletonProps) {
  return (
    <div aria-hidden className="appears-late">
      {shape === "head" ? (
        <div className="mb-6">
          <div className="mb-3 h-4 w-40 bg-sunk" />
          <div className="mb-2 h-7 w-96 max-w-full bg-sunk" />
          <div className="h-5 w-[34rem] max-w-full bg-sunk" />
        </div>
      ) : null}
      {shape === "rows"
        ? Array.from({ length: rows }, (_, row) => row).map((row) => (
            <div key={row} className="flex h-9 items-center gap-6 border-b border-line">
              <div className="h-3 w-32 bg-sunk" />
              <div className="h-3 flex-1 bg-sunk" />
              <div className="h-3 w-16 bg-sunk" />
            </div>
          ))
        : null}
      {shape === "drawing" ? <div className="h-80 w-full bg-sunk" /> : null}
    </div>
  );
}

/** A loading page: its skeleton, and one sentence for screen readers. */
export function LoadingPage({ rows = 8 }: { rows?: number }) {
  return (
    <div role="status" aria-label="Loading">
      <Skeleton shape="head" />
      <Skeleton shape="rows" rows={rows} />
    </div>
  );
}
