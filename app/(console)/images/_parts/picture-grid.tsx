"use client";
import type { RouterOutputs } from "../../../_trpc/procedures.ts";
import { Checkbox } from "../../../_ui/controls/checkbox.tsx";

type Picture = RouterOutputs["images"]["inputs"]["rows"][number];

interface PictureGridProps {
  rows: readonly Picture[];
  chosen: ReadonlySet<string>;
  onChoose: (blake3: string) => void;
  onTrait: (trait: string) => void;
}

/** Pictures with the class each has and why. */
export function PictureGrid({ rows, chosen, onChoose, onTrait }: PictureGridProps) {
  return (
    // What has the focus is scrolled to below the bar of the selection, which stays on top.
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-4 **:scroll-mt-40">
      {rows.map((row) => (
        <li key={row.blake3} className="min-w-0 border-t border-line pt-2">
          <Thumb hash={row.thumbBlake3} />
          <Checkbox
            label={
              <span className="block truncate" title={row.name ?? row.blake3}>
                {row.name ?? row.blake3.slice(0, 12)}
              </span>
            }
            checked={chosen.has(row.blake3)}
            onChange={() => onChoose(row.blake3)}
          />
          <ClassAnswer row={row} onTrait={onTrait} />
          {row.isUnusable ? <p className="text-meta text-ink-2">unusable</p> : null}
        </li>
      ))}
    </ul>
  );
}

/** The agent's own small copy; never an original, never shown at 100 % (IM44, IM50). */
export function Thumb({ hash }: { hash: string | null }) {
  if (hash === null) {
    return <div className="mb-1 grid h-32 place-items-center bg-sunk text-meta text-ink-3">no thumbnail yet</div>;
  }
  return (
    // biome-ignore lint/performance/noImgElement: user bytes pass no optimiser (IM50, H-59)
    <img
      src={`/api/images/picture/${hash}`}
      alt=""
      loading="lazy"
      className="mb-1 h-32 w-full bg-sunk object-contain"
    />
  );
}

function ClassAnswer({ row, onTrait }: { row: Picture; onTrait: (trait: string) => void }) {
  if (row.problem !== null) {
    return (
      <p className="text-meta text-blocking">
        <span aria-hidden>■ </span>
        cannot be read: {row.problem}
      </p>
    );
  }
  if (row.class === null) return <p className="text-meta text-ink-3">not classified yet</p>;
  const by =
    row.classBy === "correction"
      ? "corrected by a person"
      : row.confidence === null
        ? (row.classBy ?? "")
        : `margin ${row.confidence.toFixed(3)}`;
  return (
    <div className="text-meta text-ink-2">
      <p className="truncate font-medium text-ink" title={row.class}>
        {row.class}
      </p>
      {by === "" ? null : <p>{by}</p>}
      {row.traits.length === 0 ? null : (
        <p className="flex flex-wrap gap-x-3">
          {row.traits.map((trait) => (
            <button
              key={trait}
              type="button"
              onClick={() => onTrait(trait)}
              className="min-h-6 cursor-pointer text-wire hover:underline"
            >
              <span className="sr-only">Only pictures with the trait </span>
              {trait}
            </button>
          ))}
        </p>
      )}
      {row.reasons.length === 0 ? null : (
        <details>
          <summary className="min-h-6 cursor-pointer">Why this class</summary>
          <ul>
            {row.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
