import { formatStarGap } from "../../../../../core/units/stars.ts";
import { LinkButton } from "../../../../_ui/controls/link-button.tsx";
import { Progress } from "../../../../_ui/values/progress.tsx";
import { confirmedText } from "./proposal-answer.ts";
import type { Confirmation, ProposalPage } from "./proposal-page.ts";

/** TU40: not started, under way without a figure, or ended with its figures. */
export function ConfirmationPart({ page }: { page: ProposalPage }) {
  const { confirmation, viewer } = page;
  return (
    <div className="grid gap-3">
      <p className="max-w-[70ch]">{confirmedText(confirmation)}</p>
      {confirmation?.state === "running" ? <Running confirmation={confirmation} /> : null}
      {confirmation?.figures ? <Figures confirmation={confirmation} /> : null}
      {!viewer.confirm.isAllowed &&
      viewer.confirm.why !== null &&
      confirmation?.state !== "running" &&
      page.state === "open" ? (
        <p className="max-w-[70ch] text-ink-2">A confirmation cannot be started: {viewer.confirm.why}</p>
      ) : null}
    </div>
  );
}

function Running({ confirmation }: { confirmation: Confirmation }) {
  const { id, judged, planned, missing } = confirmation;
  return (
    <>
      <div className="max-w-[30rem]">
        <Progress
          label="Blind confirmation"
          share={judged / planned}
          text={`${judged} of ${planned} images judged; no result is shown before the end.`}
        />
      </div>
      {missing === 0 ? null : (
        <p className="text-ink-2">
          <span aria-hidden>! </span>“Not sure” answers used up the fresh images: needs {missing} more images.
        </p>
      )}
      <div>
        <LinkButton href={`/rate?confirmation=${id}`} variant="primary">
          Judge the pairs
        </LinkButton>
      </div>
    </>
  );
}

function Figures({ confirmation: { figures } }: { confirmation: Confirmation }) {
  if (figures === null) return null;
  return (
    <p className="max-w-[70ch] text-ink-2">
      Mean {formatStarGap(figures.mean)} on a scale from −1 to +1, 95 % interval {formatStarGap(figures.lower)} to{" "}
      {formatStarGap(figures.upper)}; sign test p = {figures.signP.toFixed(3)}; n = {figures.judged}.
    </p>
  );
}
