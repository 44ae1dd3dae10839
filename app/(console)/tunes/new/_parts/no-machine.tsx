import { LinkButton } from "../../../../_ui/controls/link-button.tsx";
import { PageHead } from "../../../../_ui/page/page-head.tsx";
import { EmptyState } from "../../../../_ui/states/empty-state.tsx";

/** Nothing to tune yet, and the way to a machine. */
export function NoMachine() {
  return (
    <>
      <PageHead question="What will this do to which Macs?" answer="Nothing yet: no machine has joined this console." />
      <EmptyState title="No machine to tune." action={<LinkButton href="/fleet/enrol">Add a Mac</LinkButton>}>
        The machine that runs the console joins by itself within a few seconds of its start.
      </EmptyState>
    </>
  );
}
