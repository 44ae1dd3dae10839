"use client";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useKeys } from "../../../../../_keys/use-keys.ts";
import { Button } from "../../../../../_ui/controls/button.tsx";
import { LinkButton } from "../../../../../_ui/controls/link-button.tsx";
import { isOpen } from "../../../../../_words/tune-outcome.ts";
import type { TuneDetail } from "../tune-detail.ts";

const CancelDialog = dynamic(() => import("./cancel-dialog.tsx"), { ssr: false });

/** Cancel while it runs, run again once it ended; always in the same place. */
export function RunActions({ detail }: { detail: TuneDetail }) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const { summary } = detail;
  const isRunning = isOpen(summary.state);
  const again = `/tunes/new?mac=${summary.agentId}&again=${summary.id}`;
  useKeys([
    {
      id: "tune.again",
      keys: "r",
      label: "Run again",
      scope: "page",
      group: "act",
      isInPalette: true,
      run: () => router.push(again),
    },
  ]);
  if (!isRunning) {
    return (
      <LinkButton href={again} variant="primary" keys="r">
        Run again
      </LinkButton>
    );
  }
  const isCancelling = summary.state === "cancelling";
  return (
    <>
      <Button variant="danger" isBusy={isCancelling} busyLabel="Cancelling…" onClick={() => setIsAsking(true)}>
        Cancel…
      </Button>
      {isAsking && !isCancelling ? <CancelDialog detail={detail} onClose={() => setIsAsking(false)} /> : null}
    </>
  );
}
