import type { ReactNode } from "react";
import { Section } from "../_ui/page/section.tsx";
import { Status, type StatusLevel } from "../_ui/values/status.tsx";

/** Something that speaks against a proposal, in words. */
interface Objection {
  level: Extract<StatusLevel, "blocking" | "degrading" | "info">;
  /** "REGRESSION", "thin". */
  name: string;
  text: string;
}

/** What happens on one Mac, or on the console. */
export interface PlaceOfPlan {
  place: string;
  steps: readonly string[];
}

interface ApprovalProps {
  changes: ReactNode;
  speaksFor: ReactNode;
  objections: readonly Objection[];
  /** What changed underneath, for a stale one; stands under the objections. */
  againstMore?: ReactNode;
  plan: readonly PlaceOfPlan[];
  /** Where a part of the plan could not be read: the way to read it. */
  planMore?: ReactNode;
  undo: ReactNode;
}

/** The one approval of every kind of proposal, in the order it is read: what changes, for, against, what will happen, undo (console.md section 7). */
export function Approval({ changes, speaksFor, objections, againstMore, plan, planMore, undo }: ApprovalProps) {
  return (
    <>
      <Section title="What changes">{changes}</Section>
      <Section title="What speaks for it">{speaksFor}</Section>
      <Section title="What speaks against it">
        <Objections objections={objections} />
        {againstMore ? <div className="mt-4">{againstMore}</div> : null}
      </Section>
      <Section title="What will happen">
        <Plan plan={plan} />
        {planMore ? <div className="mt-2">{planMore}</div> : null}
      </Section>
      <Section title="How to undo it">
        <div className="max-w-[70ch] text-ink-2">{undo}</div>
      </Section>
    </>
  );
}

function Objections({ objections }: Pick<ApprovalProps, "objections">) {
  if (objections.length === 0) return <p className="text-ink-2">Nothing that is known.</p>;
  return (
    <ul className="border-t border-line">
      {objections.map(({ level, name, text }) => (
        <li
          key={`${name} ${text}`}
          className="grid gap-x-6 border-b border-line py-2 md:grid-cols-[9rem_minmax(0,1fr)]"
        >
          <Status level={level}>{name}</Status>
          <p className="max-w-[70ch]">{text}</p>
        </li>
      ))}
    </ul>
  );
}

/** H-28: the plan before the act, place by place. */
export function Plan({ plan }: Pick<ApprovalProps, "plan">) {
  return (
    <dl className="grid gap-x-6 gap-y-2 md:grid-cols-[9rem_minmax(0,1fr)]">
      {plan.map(({ place, steps }) => (
        <div key={place} className="contents">
          <dt className="font-medium break-words">{place}</dt>
          <dd>
            <ol className="max-w-[70ch] list-decimal pl-5 text-ink-2">
              {steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </dd>
        </div>
      ))}
    </dl>
  );
}
