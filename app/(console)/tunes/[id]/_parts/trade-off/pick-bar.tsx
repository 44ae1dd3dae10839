"use client";
import { useMemo } from "react";
import { formatKnob } from "../../../../../../core/units/knobs.ts";
import { type CellPick, formatPick, NO_PICK, type PickRange } from "../../../../../_charts/prepare/knobs/cell-pick.ts";
import { Button } from "../../../../../_ui/controls/button.tsx";
import { Checkbox } from "../../../../../_ui/controls/checkbox.tsx";
import { Field } from "../../../../../_ui/controls/field.tsx";
import { Select } from "../../../../../_ui/controls/select.tsx";
import type { TuneDetail } from "../tune-detail.ts";

interface PickBarProps {
  trials: TuneDetail["trials"];
  pick: CellPick;
  onPick: (pick: CellPick) => void;
  words: string | null;
}

type SetName = "kvBits" | "maxBatch" | "maxContext";

const SETS: readonly { name: SetName; title: string }[] = [
  { name: "kvBits", title: "kv_bits" },
  { name: "maxBatch", title: "max_batch" },
  { name: "maxContext", title: "max_context" },
];

function KnobChoice({ name, title, trials, pick, onPick }: PickBarProps & { name: SetName; title: string }) {
  const values = useMemo(() => [...new Set(trials.map((trial) => trial[name]))], [trials, name]);
  if (values.length < 2) return null;
  const chosen = pick[name] ?? values;
  const toggle = (value: number | null) => {
    const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
    onPick({ ...pick, [name]: next.length === 0 || next.length === values.length ? null : next });
  };
  return (
    <fieldset className="m-0 border-0 p-0">
      <legend className="mb-1 text-ink-2 text-meta font-medium">{title}</legend>
      <div className="flex min-h-7 flex-wrap items-center gap-x-3">
        {values.map((value) => (
          <Checkbox
            key={formatKnob(value)}
            label={formatKnob(value)}
            checked={chosen.includes(value)}
            onChange={() => toggle(value)}
          />
        ))}
      </div>
    </fieldset>
  );
}

function RangeFields({
  title,
  range,
  onRange,
}: {
  title: string;
  range: PickRange | null;
  onRange: (range: PickRange | null) => void;
}) {
  const read = (text: string) => (text.trim() === "" || !Number.isFinite(Number(text)) ? null : Number(text));
  const set = (next: PickRange) => onRange(next.low === null && next.high === null ? null : next);
  const { low = null, high = null } = range ?? {};
  return (
    <div className="flex gap-2">
      <div className="w-24">
        <Field
          label={`${title} from`}
          inputMode="decimal"
          value={low ?? ""}
          onChange={(event) => set({ low: read(event.target.value), high })}
        />
      </div>
      <div className="w-24">
        <Field
          label={`${title} to`}
          inputMode="decimal"
          value={high ?? ""}
          onChange={(event) => set({ low, high: read(event.target.value) })}
        />
      </div>
    </div>
  );
}

const TOPS = [
  { value: "", label: "all cells" },
  { value: "50", label: "fastest 50 %" },
  { value: "25", label: "fastest 25 %" },
  { value: "10", label: "fastest 10 %" },
];

/** H-44: what is drawn along an axis can be typed here, and the other way round. */
export function PickBar(props: PickBarProps) {
  const { pick, onPick, words } = props;
  return (
    <section aria-label="Which cells" className="mb-6 flex flex-wrap items-end gap-x-6 gap-y-3">
      {SETS.map((set) => (
        <KnobChoice key={set.name} {...props} {...set} />
      ))}
      <RangeFields title="tok/s" range={pick.tps} onRange={(tps) => onPick({ ...pick, tps })} />
      <RangeFields title="TTFT ms" range={pick.ttftMs} onRange={(ttftMs) => onPick({ ...pick, ttftMs })} />
      <div className="w-36">
        <Select
          label="Speed"
          value={pick.topPercent === null ? "" : String(pick.topPercent)}
          options={TOPS}
          onChange={(event) =>
            onPick({ ...pick, topPercent: event.target.value === "" ? null : Number(event.target.value) })
          }
        />
      </div>
      {formatPick(pick) === "" ? null : <Button onClick={() => onPick(NO_PICK)}>Clear</Button>}
      <p aria-live="polite" className="w-full text-ink-2 text-meta">
        {words}
      </p>
    </section>
  );
}
