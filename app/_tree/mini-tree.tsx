import { miniTree } from "./mini-tree-layout.ts";

/** The 16 px espalier of a fleet row: one wire per candidate, decorative beside its words. */
export function MiniTree({ states }: { states: Parameters<typeof miniTree>[0] }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 16 16" width={16} height={16} className="inline-block shrink-0 align-[-3px]">
      {miniTree(states).map((bar) => (
        <path
          key={bar.d}
          d={bar.d}
          stroke={`var(--${bar.tone})`}
          strokeWidth={bar.width}
          fill="none"
          strokeLinecap="round"
        />
      ))}
    </svg>
  );
}
