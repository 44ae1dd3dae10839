"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { ProbeProfile } from "../../../../../../core/probing/profile.ts";
import { useTRPC } from "../../../../../_trpc/context.ts";
import { useRequestKeys } from "../../../../../_trpc/use-request-keys.ts";
import { Button } from "../../../../../_ui/controls/button.tsx";
import { Select } from "../../../../../_ui/controls/select.tsx";
import { failureOf } from "../../../../../_ui/states/failure.ts";

const PROFILES: readonly { value: ProbeProfile; label: string }[] = [
  { value: "quick@1", label: "quick: 3 short requests" },
  { value: "standard@1", label: "standard: 20 requests at 2,000 tokens" },
  { value: "tail@1", label: "tail: 60 requests, for a p95" },
  { value: "ladder@1", label: "ladder: prompts up to the cap" },
  { value: "sweep@1", label: "sweep: more and more in parallel" },
  { value: "open@1", label: "open loop: at shares of its best rate" },
];

/** Asks the machine to measure what it serves now; it changes no configuration. */
export function ProbeButton({ macId }: { macId: string }) {
  const trpc = useTRPC();
  const [profile, setProfile] = useState<ProbeProfile>("quick@1");
  const keys = useRequestKeys();
  const probe = useMutation(trpc.probes.request.mutationOptions({ onSuccess: keys.answered }));
  const failure = probe.error === null ? null : failureOf(probe.error);
  return (
    <div className="mb-4">
      <div className="flex flex-wrap items-end gap-3">
        <Select
          label="Profile"
          value={profile}
          options={PROFILES}
          onChange={(event) => {
            const chosen = PROFILES.find(({ value }) => value === event.target.value);
            if (chosen !== undefined) setProfile(chosen.value);
          }}
        />
        <Button
          isBusy={probe.isPending}
          busyLabel="Asking…"
          onClick={() => probe.mutate({ agentId: macId, profile, requestKey: keys.keyOf({ macId, profile }) })}
        >
          Probe it now
        </Button>
      </div>
      {failure === null ? null : (
        <p role="alert" className="mt-2 max-w-[70ch] text-meta text-blocking">
          ■ {failure.cause} <span className="text-ink-2">fix: {failure.fix}</span>{" "}
          <span className="font-mono text-ink-3">{failure.code}</span>
        </p>
      )}
    </div>
  );
}
