interface ProgressProps {
  /** What is under way: "TUNE-142 on mini-64". */
  label: string;
  /** 0 to 1; null draws no bar, because nothing countable is known (H-24). */
  share: number | null;
  /** The sentence a screen reader gets instead of a percentage. */
  text: string;
}

/** A determinate bar and its sentence; never a fake 0 % or 100 %. */
export function Progress({ label, share, text }: ProgressProps) {
  return (
    <div className="grid gap-1">
      {share === null ? null : (
        <div
          role="progressbar"
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(share * 100)}
          aria-valuetext={text}
          className="h-1 w-full bg-sunk forced-colors:border"
        >
          <div
            className="h-full bg-wire forced-colors:bg-[Highlight]"
            style={{ width: `${Math.round(share * 100)}%` }}
          />
        </div>
      )}
      <span className="text-meta text-ink-2">{text}</span>
    </div>
  );
}
