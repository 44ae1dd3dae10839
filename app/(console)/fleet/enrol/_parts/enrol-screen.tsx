"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import { Button } from "../../../../_ui/controls/button.tsx";
import { Crumbs } from "../../../../_ui/page/crumbs.tsx";
import { FactList } from "../../../../_ui/page/fact-list.tsx";
import { PageHead } from "../../../../_ui/page/page-head.tsx";
import { Section } from "../../../../_ui/page/section.tsx";
import { ErrorState } from "../../../../_ui/states/error-state.tsx";
import { failureOf } from "../../../../_ui/states/failure.ts";
import { CommandLine } from "../../../../_ui/values/command-line.tsx";
import { RelativeTime } from "../../../../_ui/values/relative-time.tsx";
import { ArrivalList } from "./arrival-list.tsx";

type JoinToken = RouterOutputs["fleet"]["createJoinToken"];

/** EN5: a token for one Mac, the command that uses it, and the wait for the Mac to appear. */
export function EnrolScreen() {
  const trpc = useTRPC();
  const fleet = useQuery(trpc.fleet.list.queryOptions());
  const [knownIds, setKnownIds] = useState<readonly string[] | null>(null);
  const make = useMutation(
    trpc.fleet.createJoinToken.mutationOptions({
      onMutate: () => setKnownIds((fleet.data?.macs ?? []).map((mac) => mac.id)),
    }),
  );
  const arrived = knownIds === null ? [] : (fleet.data?.macs ?? []).filter((mac) => !knownIds.includes(mac.id));
  const isDeclined = make.error !== null && failureOf(make.error).code === "PASSWORD_NEEDED";
  return (
    <>
      <PageHead
        crumbs={<Crumbs path={[{ label: "Fleet", href: "/fleet" }, { label: "Add a Mac" }]} />}
        question="How do I add a Mac?"
        answer="Make a token here, run one command there, and the Mac appears below. A token joins one machine and works once."
        action={
          <Button
            variant={make.data === undefined ? "primary" : "quiet"}
            isBusy={make.isPending}
            busyLabel="Making a token"
            onClick={() => make.mutate()}
          >
            {make.data === undefined ? "Make a token" : "Make another token"}
          </Button>
        }
      />
      {isDeclined ? <p className="mb-6 text-ink-2">No token was made: this action needs your password.</p> : null}
      {make.error !== null && !isDeclined ? (
        <ErrorState error={make.error} title="No token was made." onRetry={() => make.mutate()} />
      ) : null}
      {make.data === undefined ? <Steps /> : <TokenInstructions token={make.data} />}
      {make.data === undefined ? null : (
        <Section title="Waiting for the Mac">
          <ArrivalList macs={arrived} />
        </Section>
      )}
    </>
  );
}

function Steps() {
  return (
    <ol className="grid max-w-[70ch] list-decimal gap-2 pl-5 text-ink-2 marker:text-ink-3">
      <li>On the other machine, have Node 24 and a checkout of this repository; run its install once.</li>
      <li>Press “Make a token”. It needs your password and is shown once.</li>
      <li>
        Run the command there and paste the token when it waits: it reads it from standard input, so that it stands in
        no process list and no history.
      </li>
      <li>Compare the console's key fingerprint that the command prints with the one shown here.</li>
      <li>Leave the agent running; the machine appears here by itself and can be tuned.</li>
    </ol>
  );
}

function TokenInstructions({ token }: { token: JoinToken }) {
  return (
    <>
      <Section
        title="Run this on the other machine"
        note="In its checkout of this repository. It waits for the token, joins, then stays running and takes work."
      >
        <CommandLine what="command" command={token.command} />
        <p className="mt-2 max-w-[76ch] text-meta text-ink-3">
          On the machine of this console itself, give the second agent a state folder of its own: add{" "}
          <code className="font-mono whitespace-nowrap">--state-dir DIR</code> after each of the two commands.
        </p>
      </Section>
      <Section
        title="Paste this token there"
        note="Then press Enter and Ctrl-D. It is shown once; only its hash is kept here."
      >
        <CommandLine what="token" command={token.token} />
        <div className="mt-4 max-w-[40rem]">
          <FactList
            facts={[
              { label: "Expires", value: <RelativeTime at={token.expiresAt} /> },
              { label: "Key fingerprint", value: token.serverFingerprint, isMono: true },
            ]}
          />
        </div>
      </Section>
    </>
  );
}
