"use client";
import { ErrorState } from "../_ui/states/error-state.tsx";

interface ErrorPageProps {
  error: Error;
  reset: () => void;
}

/** A page that threw, inside the frame, so that the way on stays in place. */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <>
      <h1 className="mb-4 text-question font-medium">What went wrong here?</h1>
      <ErrorState error={error} title="This page could not be shown." onRetry={reset} />
    </>
  );
}
