"use client";
import { ErrorState } from "./_ui/states/error-state.tsx";

interface ErrorPageProps {
  error: Error;
  reset: () => void;
}

/** Whatever a page throws, as cause, code, fix and a way on. */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <main className="mx-auto max-w-[48rem] px-4 py-12 sm:px-8">
      <h1 className="mb-4 text-question font-medium">What went wrong here?</h1>
      <ErrorState error={error} title="This page could not be shown." onRetry={reset} />
    </main>
  );
}
