import Link from "next/link";
import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import { LinkButton } from "../../../../_ui/controls/link-button.tsx";
import { Status } from "../../../../_ui/values/status.tsx";
import { osName } from "../../../../_words/os-name.ts";

type Mac = RouterOutputs["fleet"]["list"]["macs"][number];

/** The machines that joined since the token was made; the live stream brings them. */
export function ArrivalList({ macs }: { macs: readonly Mac[] }) {
  return (
    <div role="status" className="border-t border-line">
      {macs.length === 0 ? (
        <p className="border-b border-line py-3 text-ink-2">
          No machine has joined with this token yet. This line changes by itself.
        </p>
      ) : null}
      {macs.map((mac) => (
        <div key={mac.id} className="flex flex-wrap items-center justify-between gap-4 border-b border-line py-3">
          <p>
            <Status level="ok">joined</Status>{" "}
            <Link href={`/fleet/${mac.id}`} className="font-medium hover:underline">
              {mac.hostName}
            </Link>
            <span className="text-ink-3">
              {" "}
              {mac.chip}, {mac.ramGb} GiB, {osName(mac.os)} {mac.osVersion}
            </span>
          </p>
          <LinkButton href={`/tunes/new?mac=${mac.id}`}>Tune this machine</LinkButton>
        </div>
      ))}
    </div>
  );
}
