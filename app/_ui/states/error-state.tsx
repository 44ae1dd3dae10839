"use client";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { Button } from "../controls/button.tsx";
import { CopyButton } from "../values/copy-button.tsx";
import { failureOf, failureReport } from "./failure.ts";
import { ForbiddenState } from "./forbidden-state.tsx";

interface ErrorStateProps {
  error: unknown;
  /** What could not be shown: "The fleet could not be read." */
  title: string;
  onRetry?: () => void;
}

/** H-35: cause, fix, code, retry and a report to copy; a missing permission gets its own words. */
export function ErrorState({ error, title, onRetry }: ErrorStateProps) {
  const path = usePathname();
  const [at] = useState(() => (typeof window === "undefined" ? "" : new Date().toISOString()));
  const failure = failureOf(error);
  if (failure.code === "FORBIDDEN") return <ForbiddenState failure={failure} />;
  return (
    <div role="alert" className="mb-8 border-y border-line py-6">
      <p className="text-prose font-medium">
        <span aria-hidden className="mr-2 text-blocking">
          ■
        </span>
        {title}
      </p>
      <p className="mt-1 max-w-[70ch] text-ink-2">{failure.cause}</p>
      <p className="mt-1 max-w-[70ch] text-ink-2">
        <span className="font-medium text-ink">fix:</span> {failure.fix}
      </p>
      <p className="mt-1 font-mono text-meta text-ink-3">{failure.code}</p>
      <div className="mt-4 flex flex-wrap gap-2">
        {onRetry ? (
          <Button variant="primary" onClick={onRetry}>
            Retry
          </Button>
        ) : null}
        <CopyButton what="report" text={failureReport(failure, { path, at })} />
      </div>
    </div>
  );
}
