"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../../_trpc/context.ts";
import { Button } from "../../../_ui/controls/button.tsx";
import { LinkButton } from "../../../_ui/controls/link-button.tsx";
import { FilterBar } from "../../../_ui/page/filter-bar.tsx";
import { PageHead } from "../../../_ui/page/page-head.tsx";
import { EmptyState } from "../../../_ui/states/empty-state.tsx";
import { ErrorState } from "../../../_ui/states/error-state.tsx";
import { LoadingPage } from "../../../_ui/states/skeleton.tsx";
import { FleetCards } from "./fleet-cards.tsx";
import { FleetTable } from "./fleet-table.tsx";
import { fleetAnswer, type Mac, viewFleet } from "./fleet-view.ts";
import { useFleetView } from "./use-fleet-view.ts";

const QUESTION = "Is every Mac healthy and serving the biggest model it can?";

/** Every machine, one row each; cards on a phone. */
export function FleetScreen() {
  const trpc = useTRPC();
  const fleet = useQuery(trpc.fleet.list.queryOptions());
  if (fleet.data !== undefined) return <Fleet macs={fleet.data.macs} />;
  if (fleet.error === null) return <LoadingPage />;
  return (
    <>
      <PageHead question={QUESTION} answer="The fleet could not be read." />
      <ErrorState error={fleet.error} title="The fleet could not be read." onRetry={() => void fleet.refetch()} />
    </>
  );
}

function Fleet({ macs }: { macs: readonly Mac[] }) {
  const { view, filter, sortBy, clear } = useFleetView();
  const shown = viewFleet(macs, view);
  return (
    <>
      <PageHead
        question={QUESTION}
        answer={fleetAnswer(macs)}
        action={
          <LinkButton variant="primary" href="/fleet/enrol">
            Add a Mac
          </LinkButton>
        }
      />
      {macs.length === 0 ? (
        <EmptyState title="No machine yet." action={<LinkButton href="/fleet/enrol">Add a Mac</LinkButton>}>
          The console's own machine joins by itself a few seconds after the start, unless it was started with{" "}
          <code className="font-mono">--no-house-agent</code>.
        </EmptyState>
      ) : (
        <FilterBar
          what="machines"
          value={view.q}
          onChange={filter}
          count={
            shown.length === macs.length ? countWords(macs.length) : `${shown.length} of ${countWords(macs.length)}`
          }
        />
      )}
      {macs.length > 0 && shown.length === 0 ? (
        <EmptyState
          title={`No machine matches “${view.q}”.`}
          action={<Button onClick={clear}>Clear the filter</Button>}
        >
          Without it there are {countWords(macs.length)}.
        </EmptyState>
      ) : null}
      {shown.length > 0 ? (
        <>
          <FleetTable macs={shown} view={view} onSort={sortBy} />
          <FleetCards macs={shown} />
        </>
      ) : null}
    </>
  );
}

function countWords(count: number): string {
  return count === 1 ? "1 machine" : `${count} machines`;
}
