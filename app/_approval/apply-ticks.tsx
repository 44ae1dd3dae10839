import { Checkbox } from "../_ui/controls/checkbox.tsx";

/** One more act that an approval may bring with it, ticked on its own: a Mac to apply to, a provider to drain. */
export interface ApprovalTick {
  id: string;
  label: string;
  /** What happens; where the Mac's own policy forbids it, the line that does. */
  hint: string;
  isForbidden: boolean;
}

interface ApplyTicksProps {
  ticks: readonly ApprovalTick[];
  ticked: ReadonlySet<string>;
  onTick: (id: string) => void;
}

/** Approving is one act, each Mac another: none is ticked by itself (console.md section 7). */
export function ApplyTicks({ ticks, ticked, onTick }: ApplyTicksProps) {
  if (ticks.length === 0) return null;
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-medium">Also apply on</legend>
      {ticks.map(({ id, label, hint, isForbidden }) => (
        <Checkbox
          key={id}
          label={label}
          hint={hint}
          disabled={isForbidden}
          checked={ticked.has(id)}
          onChange={() => onTick(id)}
        />
      ))}
    </fieldset>
  );
}

/** The set with one more or one less. */
export function toggledTick(ticked: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ticked);
  if (!next.delete(id)) next.add(id);
  return next;
}
