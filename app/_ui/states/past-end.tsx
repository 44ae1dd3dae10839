import { Button } from "../controls/button.tsx";
import { EmptyState } from "./empty-state.tsx";

interface PastEndProps {
  page: number;
  pages: number;
  onLast: () => void;
}

/** A page of a list that has fewer by now, with the way to the last one (H-03, H-67). */
export function PastEnd({ page, pages, onLast }: PastEndProps) {
  return (
    <EmptyState title={`There is no page ${page}.`} action={<Button onClick={onLast}>Show the last page</Button>}>
      {pages === 1 ? "The list has one page." : `The list has ${pages} pages.`}
    </EmptyState>
  );
}
