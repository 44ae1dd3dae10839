"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { FailureLine } from "../../../_approval/dialog-parts.tsx";
import { useTRPC } from "../../../_trpc/context.ts";
import { failureOf } from "../../../_ui/states/failure.ts";
import { learningText } from "./learning-text.ts";

interface LearningProps {
  class: string;
  sessionId: string;
  /** The answer after which it is asked. */
  afterEvent: string;
}

/** IM63, TU31: what the class still lacks, and whether the error on held-out scores moved since the sitting began. */
export function LearningLine({ class: label, sessionId, afterEvent }: LearningProps) {
  const trpc = useTRPC();
  const asked = { class: label, sessionId, afterEvent };
  const read = useQuery({
    ...trpc.proposals.state.queryOptions(asked),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (read.error !== null) {
    return (
      <FailureLine
        failure={failureOf(read.error)}
        what="What the tuner lacks could not be read."
        onRetry={() => void read.refetch()}
      />
    );
  }
  if (read.data === undefined || read.data.class !== label)
    return <p>What the tuner still lacks is being worked out.</p>;
  return <p>{learningText(read.data)}</p>;
}
