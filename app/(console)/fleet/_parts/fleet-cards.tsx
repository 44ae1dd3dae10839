import Link from "next/link";
import { osName } from "../../../_words/os-name.ts";
import type { Mac } from "./fleet-view.ts";
import { ModelCell, PresenceCell, TpsCell, TtftCell, WarningCell } from "./mac-cells.tsx";

/** The same rows as cards, under 640 px. */
export function FleetCards({ macs }: { macs: readonly Mac[] }) {
  return (
    <ul className="border-t border-line sm:hidden">
      {macs.map((mac) => (
        <li key={mac.id} className="border-b border-line py-3">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4">
            <Link href={`/fleet/${mac.id}`} className="text-prose font-medium">
              {mac.hostName}
            </Link>
            <PresenceCell mac={mac} />
          </p>
          <p className="text-meta text-ink-3">
            {mac.chip}, {mac.ramGb} GiB, {osName(mac.os)} {mac.osVersion}
          </p>
          <p className="mt-2 flex flex-wrap items-baseline justify-between gap-x-4">
            <ModelCell mac={mac} />
            <TpsCell mac={mac} />
          </p>
          <p className="flex flex-wrap items-baseline justify-between gap-x-4 text-ink-2">
            <span>
              first token <TtftCell mac={mac} />
            </span>
            <WarningCell mac={mac} />
          </p>
        </li>
      ))}
    </ul>
  );
}
