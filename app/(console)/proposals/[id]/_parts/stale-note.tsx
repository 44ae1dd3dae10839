import { DiffLines } from "../../../../_ui/page/diff-lines.tsx";
import type { ProposalPage } from "./proposal-page.ts";

/** TU49: the recipe changed underneath: both shas and what changed. */
export function StaleNote({
  stale,
  isShort = false,
}: {
  stale: NonNullable<ProposalPage["stale"]>;
  isShort?: boolean;
}) {
  return (
    <div className="grid gap-2">
      <p>
        <span aria-hidden className="mr-2 text-blocking">
          ■
        </span>
        The live recipe changed after this was proposed: proposed against{" "}
        <code className="font-mono text-meta break-all">{stale.pinned}</code>, live now{" "}
        <code className="font-mono text-meta break-all">{stale.live ?? "none"}</code>.
      </p>
      <DiffLines name="What changed in the live recipe since" lines={stale.diff} isShort={isShort} />
    </div>
  );
}
