import type { DiffLine } from "../../../core/units/line-diff.ts";

const SIGN = { " ": " ", "-": "−", "+": "+" };
const WORD = { " ": "", "-": "removed ", "+": "added " };
const TONE = { " ": "text-ink-3", "-": "text-ink-2", "+": "font-semibold" };

interface DiffLinesProps {
  /** What differs, for the region's name. */
  name: string;
  lines: readonly DiffLine[];
  /** Leaves out lines that stay as they are and says its name above, for dialogs with more than one difference. */
  isShort?: boolean;
}

/** A difference by lines: sign, word for screen readers, weight; never colour alone (H-46). */
export function DiffLines({ name, lines, isShort = false }: DiffLinesProps) {
  const shown = isShort ? lines.filter(({ mark }) => mark !== " ") : lines;
  if (!lines.some(({ mark }) => mark !== " ")) return <p className="text-ink-2">No line changes.</p>;
  return (
    <div className="grid min-w-0 gap-1">
      {isShort ? <p className="text-meta text-ink-2">{name}</p> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={name} className="max-h-[28rem] max-w-full overflow-auto bg-sunk p-3">
        <ul className="w-max min-w-full font-mono text-meta">
          {shown.map(({ mark, text }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
            <li key={index} className={`min-h-4 whitespace-pre ${TONE[mark]}`}>
              <span className="sr-only">{WORD[mark]}</span>
              <span aria-hidden>{SIGN[mark]} </span>
              {text}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
