import { ErrorState } from "./error-state.tsx";

interface OlderNoteProps {
  /** Why the reload failed; null while what is shown is the newest. */
  error: unknown;
  onRetry: () => void;
}

/** A reload that failed while the older answer still stands below. */
export function OlderNote({ error, onRetry }: OlderNoteProps) {
  if (error === null) return null;
  return <ErrorState error={error} title="The newest state could not be read; this is older." onRetry={onRetry} />;
}
