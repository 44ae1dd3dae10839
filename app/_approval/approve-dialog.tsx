"use client";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "../_ui/controls/button.tsx";
import { Field } from "../_ui/controls/field.tsx";
import { Dialog } from "../_ui/overlays/dialog.tsx";
import type { Failure } from "../_ui/states/failure.ts";
import { ApplyTicks, type ApprovalTick, toggledTick } from "./apply-ticks.tsx";
import { type PlaceOfPlan, Plan } from "./approval.tsx";
import { CancelButton, FailureLine } from "./dialog-parts.tsx";
import { type OverrideNeed, overrideProblem } from "./override.ts";

/** What a person decided on. */
interface ApprovalAnswer {
  comment: string;
  /** Ids of the ticks that were set. */
  ticked: readonly string[];
  /** Null where no gate is in the way. */
  override: { name: string; reason: string } | null;
}

interface ApproveDialogProps {
  /** "Approve PROP-9?" */
  title: string;
  /** "Approve", "Roll back": the verb on the button. */
  verb: string;
  changes: ReactNode;
  plan: readonly PlaceOfPlan[];
  undo: string;
  /** Acts beside the approval, each ticked on its own. */
  ticks: readonly ApprovalTick[];
  /** The ticks are all there is to approve. */
  isTickNeeded?: boolean;
  override: OverrideNeed | null;
  /** What changed underneath, with both hashes; no approval but an override goes on from here (H-29). */
  stale: ReactNode;
  /** False where a stale proposal may not be forced: serve recipes and tools. */
  canGoOn: boolean;
  isBusy: boolean;
  failure: Failure | null;
  onApprove: (answer: ApprovalAnswer) => void;
  onClose: () => void;
}

/** The plan once more, the comment, and what must be typed; Cancel has the focus (TU49, H-28). */
export function ApproveDialog(props: ApproveDialogProps) {
  const { title, verb, changes, plan, undo, ticks, override, stale, isBusy, failure, onApprove, onClose } = props;
  const cancel = useRef<HTMLButtonElement>(null);
  const [comment, setComment] = useState("");
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [draft, setDraft] = useState({ name: "", reason: "" });
  const [isTried, setTried] = useState(false);
  const problem = overrideProblem(override, draft);
  const canGoOn = props.canGoOn && (props.isTickNeeded !== true || ticked.size > 0);
  const approve = () => {
    setTried(true);
    if (problem === "none" && canGoOn)
      onApprove({ comment: comment.trim(), ticked: [...ticked], override: override === null ? null : trimmed(draft) });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      size="sheet"
      initialFocus={cancel}
      actions={
        <>
          <CancelButton buttonRef={cancel} onClick={onClose} />
          <Button
            variant={override === null ? "primary" : "danger"}
            disabled={!canGoOn}
            isBusy={isBusy}
            busyLabel="Under way…"
            onClick={approve}
          >
            {override === null ? verb : `${verb} by force`}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {stale}
        {changes}
        <Plan plan={plan} />
        <p className="text-ink-2">{undo}</p>
        <ApplyTicks ticks={ticks} ticked={ticked} onTick={(id) => setTicked(toggledTick(ticked, id))} />
        {override === null ? null : (
          <OverrideFields need={override} draft={draft} problem={isTried ? problem : "none"} onChange={setDraft} />
        )}
        <Field
          label="Comment"
          hint="Stands in the record; may stay empty."
          value={comment}
          maxLength={2000}
          onChange={(event) => setComment(event.target.value)}
        />
        <FailureLine failure={failure} />
      </div>
    </Dialog>
  );
}

const trimmed = ({ name, reason }: { name: string; reason: string }) => ({ name: name.trim(), reason: reason.trim() });

interface OverrideFieldsProps {
  need: OverrideNeed;
  draft: { name: string; reason: string };
  problem: ReturnType<typeof overrideProblem>;
  onChange: (draft: { name: string; reason: string }) => void;
}

/** TU50: the typed name and reason, asked for with what stands against the act. */
function OverrideFields({ need, draft, problem, onChange }: OverrideFieldsProps) {
  return (
    <fieldset className="grid gap-3 border-y border-line py-4">
      <legend className="sr-only">Going on by force</legend>
      <div>
        <p className="font-medium">
          <span aria-hidden className="mr-2 text-degrading">
            !
          </span>
          It needs force:
        </p>
        <ul className="list-disc pl-8 text-ink-2">
          {need.causes.map((cause) => (
            <li key={cause}>{cause}</li>
          ))}
        </ul>
        <p className="mt-1 text-ink-2">Name and reason are stored and shown wherever the recipe's scores appear.</p>
      </div>
      <Field
        label={`Type the ${need.noun}'s name: ${need.name}`}
        isMono
        autoComplete="off"
        spellCheck={false}
        value={draft.name}
        error={problem === "name" ? `Type ${need.name}, exactly.` : null}
        onChange={(event) => onChange({ ...draft, name: event.target.value })}
      />
      <Field
        label="Reason"
        hint={`At least ${need.leastReason} characters.`}
        value={draft.reason}
        error={problem === "reason" ? `Give a reason of at least ${need.leastReason} characters.` : null}
        onChange={(event) => onChange({ ...draft, reason: event.target.value })}
      />
    </fieldset>
  );
}
