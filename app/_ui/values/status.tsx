export type StatusLevel = "ok" | "info" | "degrading" | "blocking" | "running" | "none";

const LOOK: Record<StatusLevel, { glyph: string; colour: string }> = {
  ok: { glyph: "✓", colour: "text-ink-2" },
  info: { glyph: "i", colour: "text-info" },
  degrading: { glyph: "!", colour: "text-degrading" },
  blocking: { glyph: "■", colour: "text-blocking" },
  running: { glyph: "›", colour: "text-ink" },
  none: { glyph: "–", colour: "text-ink-3" },
};

interface StatusProps {
  level: StatusLevel;
  /** The word; colour and glyph never stand alone (H-46). */
  children: string;
}

/** Glyph, word and colour together; healthy has no colour. */
export function Status({ level, children }: StatusProps) {
  const look = LOOK[level];
  return (
    <span className={`inline-flex items-baseline gap-1.5 ${look.colour}`}>
      <span aria-hidden className="inline-block w-2.5 text-center font-semibold">
        {look.glyph}
      </span>
      <span>{children}</span>
    </span>
  );
}
