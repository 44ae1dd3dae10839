import { Button } from "../controls/button.tsx";
import { EmptyState } from "./empty-state.tsx";

interface PastEndProps {
  page: number;
  onLast: () => void;
}

/** A page of a list that has fewer by now, with the way to the last one (H-03, H-67). */
export function PastEnd({ page, onLast }: PastEndProps) {
  return (
    <EmptyState title={`There is no page ${page}.`} action={<Button onClick={onLast}>Show the last page</Button>}>
      The list has become shorter.
    </EmptyState>
  );
}
