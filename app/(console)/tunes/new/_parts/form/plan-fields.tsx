"use client";
import { Field } from "../../../../../_ui/controls/field.tsx";
import { type FlagName, type FormFlags, isUnused } from "./form-flags.ts";
import { PlanChoice } from "./plan-choice.tsx";

interface PlanFieldsProps {
  form: FormFlags;
  /** The label of the run that is repeated, null for a new one. */
  earlierLabel: string | null;
  error: { flag: string | null; message: string } | null;
  onType: (name: FlagName, text: string) => void;
}

interface FieldWords {
  name: FlagName;
  label: string;
  hint: string;
  unit?: string;
}

const PLAN: FieldWords[] = [
  {
    name: "target-context",
    label: "Target context",
    hint: "What the model must hold; the fit is judged here.",
    unit: "tokens",
  },
  { name: "gate-ttft-ms", label: "First-token gate", hint: "A candidate slower than this is ruled out.", unit: "ms" },
  { name: "stage1-replicates", label: "Replicates, fit", hint: "Measurements per candidate." },
  { name: "stage2-replicates", label: "Replicates, knobs", hint: "Measurements per cell; only for grid." },
  { name: "kv-bits-axis", label: "kv_bits", hint: "unset, 4, 8; with commas." },
  { name: "max-batch-axis", label: "max_batch", hint: "1 to 64; with commas." },
  { name: "max-context-axis", label: "max_context", hint: "Empty: the target context." },
  { name: "tps-tie-epsilon", label: "Tie band", hint: "Relative; 0.02 is 2 %." },
  { name: "max-duration", label: "Longest duration", hint: "A hard stop.", unit: "s" },
];

const CHOICES: (FieldWords & { options: { value: string; label: string }[] })[] = [
  {
    name: "strategy",
    label: "Strategy",
    hint: "How the settings are measured against drift and noise.",
    options: [
      { value: "blocked-halving", label: "blocked-halving: in mirrored blocks" },
      { value: "grid", label: "grid: one after the other" },
    ],
  },
  {
    name: "confirm",
    label: "Confirmation",
    hint: "Six fresh pairs of winner and present recipe; only they give a verdict.",
    options: [
      { value: "on", label: "yes, measure the winner again" },
      { value: "off", label: "no" },
    ],
  },
];

const SIZES: FieldWords[] = [
  { name: "max-model-size", label: "Largest model", hint: "Such as 16B; empty: no limit." },
  { name: "min-model-size", label: "Smallest model", hint: "Such as 3B; empty: no limit." },
];

/** What a field's note says: what is expected, and what it was before it was changed (H-31). */
function changedHint(
  { form, earlierLabel }: Pick<PlanFieldsProps, "form" | "earlierLabel">,
  words: Pick<FieldWords, "name" | "hint">,
): string {
  if (isUnused(words.name, form.shown.strategy)) return "Not used by blocked-halving: each visit is one measurement.";
  if (!form.changed.includes(words.name)) return words.hint;
  const was = form.base[words.name] === "" ? "empty" : form.base[words.name];
  return earlierLabel === null ? `Changed from ${was}. ${words.hint}` : `Changed: ${earlierLabel} had ${was}.`;
}

function PlanField(props: PlanFieldsProps & { words: FieldWords }) {
  const { form, words, error, onType } = props;
  const isChanged = form.changed.includes(words.name);
  return (
    <Field
      label={isChanged ? `${words.label} · changed` : words.label}
      name={words.name}
      hint={changedHint(props, words)}
      {...(words.unit === undefined ? {} : { unit: words.unit })}
      error={error?.flag === words.name ? error.message : null}
      value={form.shown[words.name]}
      onChange={(event) => onType(words.name, event.target.value)}
      disabled={isUnused(words.name, form.shown.strategy)}
      autoComplete="off"
      spellCheck={false}
      isMono
      isLevel
    />
  );
}

/** Every flag of the plan as the text the command line takes; a refusal stands at its field, in the same words. */
export function PlanFields(props: PlanFieldsProps) {
  const { list } = props.form;
  return (
    <div className="-mb-3 grid gap-x-4 gap-y-1 sm:grid-cols-2">
      {list === "operator" ? (
        <div className="mb-3 grid sm:col-span-2">
          <PlanField
            {...props}
            words={{
              name: "candidate-models",
              label: "Candidates, in order",
              hint: "Ids with commas: org/name, org/name:quant or practice/name.",
            }}
          />
        </div>
      ) : null}
      {CHOICES.map((words) => (
        <PlanChoice
          key={words.name}
          {...words}
          label={props.form.changed.includes(words.name) ? `${words.label} · changed` : words.label}
          hint={changedHint(props, words)}
          value={props.form.shown[words.name]}
          onChange={(text) => props.onType(words.name, text)}
        />
      ))}
      {PLAN.map((words) => (
        <PlanField key={words.name} {...props} words={words} />
      ))}
      {list === "default" ? SIZES.map((words) => <PlanField key={words.name} {...props} words={words} />) : null}
    </div>
  );
}
