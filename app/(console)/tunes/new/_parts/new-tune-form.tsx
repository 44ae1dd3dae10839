"use client";
import { useState } from "react";
import { Select } from "../../../../_ui/controls/select.tsx";
import { Crumbs } from "../../../../_ui/page/crumbs.tsx";
import { PageHead } from "../../../../_ui/page/page-head.tsx";
import { ErrorState } from "../../../../_ui/states/error-state.tsx";
import { Skeleton } from "../../../../_ui/states/skeleton.tsx";
import { EngineChoice } from "./form/engine-choice.tsx";
import { ListChoice } from "./form/list-choice.tsx";
import { PlanFields } from "./form/plan-fields.tsx";
import { StartButton } from "./form/start-button.tsx";
import type { useTuneForm } from "./form/use-tune-form.ts";
import { type OkPreview, type Preview, planAnswer } from "./preview/plan-answer.ts";
import { PlanPreview } from "./preview/plan-preview.tsx";
import { usePlanPreview } from "./preview/use-plan-preview.ts";

type FormState = ReturnType<typeof useTuneForm>;
type Mac = NonNullable<FormState["mac"]>;

interface NewTuneFormProps {
  state: FormState;
  mac: Mac;
}

/** The tick counts only where something serves and the machine's owner allows it. */
function needsDrain(preview: OkPreview, isTicked: boolean): boolean {
  return isTicked && preview.conflicts.length > 0 && preview.isDrainAllowed !== false;
}

function answerOf(preview: Preview | undefined, mac: Mac): string {
  if (preview === undefined) return `Reading the plan for ${mac.hostName}…`;
  return preview.kind === "ok"
    ? planAnswer(preview, mac.hostName)
    : "This plan cannot be started yet: one value is refused, see below.";
}

function Machine({ state, mac }: NewTuneFormProps) {
  const macs = state.fleet.data?.macs ?? [];
  return (
    <Select
      label="Machine"
      name="mac"
      value={mac.id}
      onChange={(event) => state.chooseMac(event.target.value)}
      options={macs.map((entry) => ({
        value: entry.id,
        label: `${entry.hostName} · ${entry.chip}, ${entry.ramGb} GiB${entry.isHouse ? " · this console" : ""}`,
      }))}
    />
  );
}

/** The plan on the left, what it means on the right; nothing starts before Start (H-71). */
export function NewTuneForm({ state, mac }: NewTuneFormProps) {
  const { form, earlier } = state;
  const [isDrainTicked, setDrainTicked] = useState(false);
  const { engine } = state;
  const { query, isOld } = usePlanPreview({ agentId: mac.id, list: form.list, flags: form.sent, engine });
  const preview = query.data;
  const refusal = preview?.kind === "invalid" ? { flag: preview.flag, message: preview.message } : null;
  const isDraining = preview?.kind === "ok" && needsDrain(preview, isDrainTicked);
  const canStart =
    preview?.kind === "ok" && preview.blockers.length === 0 && (preview.conflicts.length === 0 || isDraining) && !isOld;
  const isNowhere = refusal !== null && (refusal.flag === null || !(refusal.flag in form.shown));
  return (
    <form onSubmit={(event) => event.preventDefault()} aria-label="New tune">
      <PageHead
        crumbs={
          <Crumbs
            path={[{ label: "Tunes", href: "/tunes" }, { label: "new" }]}
            facts={earlier === null ? [] : [`like ${earlier.label}`]}
          />
        }
        question="What will this do to which Macs?"
        answer={<p aria-live="polite">{answerOf(preview, mac)}</p>}
        action={
          <StartButton
            request={{
              agentId: mac.id,
              list: form.list,
              flags: form.sent,
              ...(engine === null ? {} : { engine }),
              ...(isDraining ? { drain: true } : {}),
              ...(state.retryOf === null ? {} : { retryOf: state.retryOf }),
            }}
            canStart={canStart}
          />
        }
      />
      {state.isAgainGone ? (
        <p className="mb-4 text-degrading">
          ! The run to repeat could not be read; the form has the list's own values.
        </p>
      ) : null}
      {isNowhere ? (
        <p role="alert" className="mb-4 text-blocking">
          ■ {refusal.message}
        </p>
      ) : null}
      <div className="grid gap-x-12 gap-y-8 md:grid-cols-2">
        <div className="grid min-w-0 content-start gap-6">
          <Machine state={state} mac={mac} />
          <EngineChoice macId={mac.id} value={engine} onChange={state.chooseEngine} />
          <ListChoice options={state.options.data} value={form.list} onChange={state.chooseList} />
          <PlanFields form={form} earlierLabel={earlier?.label ?? null} error={refusal} onType={state.type} />
        </div>
        <div className="min-w-0">
          {query.error ? (
            <ErrorState error={query.error} title="The plan could not be read." onRetry={() => void query.refetch()} />
          ) : null}
          {preview === undefined && !query.error ? <Skeleton shape="rows" /> : null}
          {preview?.kind === "ok" ? (
            <PlanPreview preview={preview} isOld={isOld} drain={{ isTicked: isDrainTicked, onTick: setDrainTicked }} />
          ) : null}
          {preview?.kind === "invalid" ? (
            <p className="text-ink-2">The plan appears here once every value is accepted.</p>
          ) : null}
        </div>
      </div>
    </form>
  );
}
