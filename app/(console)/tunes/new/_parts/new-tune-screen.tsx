"use client";
import type { ReactNode } from "react";
import { PageHead } from "../../../../_ui/page/page-head.tsx";
import { ErrorState } from "../../../../_ui/states/error-state.tsx";
import { LoadingPage } from "../../../../_ui/states/skeleton.tsx";
import { useTuneForm } from "./form/use-tune-form.ts";
import { NewTuneForm } from "./new-tune-form.tsx";
import { NoMachine } from "./no-machine.tsx";

/** What a tune would do to which machine, before it is started. */
export function NewTuneScreen() {
  const state = useTuneForm();
  if (state.fleet.error) {
    return (
      <Unread>
        <ErrorState
          error={state.fleet.error}
          title="The machines could not be read."
          onRetry={() => void state.fleet.refetch()}
        />
      </Unread>
    );
  }
  if (state.options.error) {
    return (
      <Unread>
        <ErrorState
          error={state.options.error}
          title="The lists could not be read."
          onRetry={() => void state.options.refetch()}
        />
      </Unread>
    );
  }
  if (state.fleet.data === undefined) return <LoadingPage />;
  if (state.mac === null) return <NoMachine />;
  if (!state.isSettled) return <LoadingPage />;
  return <NewTuneForm state={state} mac={state.mac} />;
}

/** The page keeps its question when its answer cannot be given. */
function Unread({ children }: { children: ReactNode }) {
  return (
    <>
      <PageHead question="What will this do to which Macs?" answer="Nothing: the plan cannot be made." />
      {children}
    </>
  );
}
