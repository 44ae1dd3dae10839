"use client";
import { Select } from "../../../../../_ui/controls/select.tsx";

interface PlanChoiceProps {
  name: string;
  label: string;
  hint: string;
  options: readonly { value: string; label: string }[];
  value: string;
  onChange: (text: string) => void;
}

/** A flag with a few fixed values. */
export function PlanChoice({ onChange, ...select }: PlanChoiceProps) {
  return (
    <div className="mb-3">
      <Select {...select} onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}
