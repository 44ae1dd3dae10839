import { selectWinner } from "../../../../../../core/autotune/select.ts";
import { modelLabel } from "../../../../../../core/serving/model-id.ts";
import { FactList } from "../../../../../_ui/page/fact-list.tsx";
import { Section } from "../../../../../_ui/page/section.tsx";
import { CommandLine } from "../../../../../_ui/values/command-line.tsx";
import { CopyButton } from "../../../../../_ui/values/copy-button.tsx";
import type { TuneDetail } from "../tune-detail.ts";

function alternatesText(document: NonNullable<TuneDetail["recommendation"]>): string {
  if (document.alternates.length === 0) return "none: no smaller candidate was left unprobed";
  const names = document.alternates.map(modelLabel).join(", ");
  return document.alternates_basis === "position"
    ? `${names} (after the chosen one in the list; sizes unknown)`
    : `${names} (smaller, not probed)`;
}

/** The recommendation to take away: command, hash, knobs, alternates, and what did not fit. */
export function ResultPanel({ detail }: { detail: TuneDetail }) {
  const document = detail.recommendation;
  if (document === null) return null;
  const { recommendation, recipe_hash: hash } = document;
  const winner = selectWinner(document, detail.trials);
  return (
    <Section
      title="Serve it"
      note={winner?.isShown === false ? "These settings are stored as measured, but not shown to be the best." : null}
      aside={hash === null ? null : <CopyButton what="hash" text={hash} />}
    >
      {recommendation === null || winner === null ? null : (
        <>
          <div className="mb-4">
            <CommandLine what="command" command={recommendation.serve_command} />
          </div>
          <FactList
            facts={[
              { label: "model", value: recommendation.model, isMono: true },
              { label: "knobs", value: winner.knobsText, isMono: true },
              { label: "recipe hash", value: hash ?? "none", isMono: true },
              { label: "alternates", value: alternatesText(document) },
            ]}
          />
        </>
      )}
      {document.infeasible.length === 0 ? null : (
        <div className="mt-4">
          <h3 className="text-meta text-ink-3">Did not fit</h3>
          <ul className="list-none p-0">
            {document.infeasible.map((entry) => (
              <li key={entry.rank} className="border-line border-b py-1.5">
                <span className="text-ink-3">{entry.rank}</span> {modelLabel(entry.model)}:{" "}
                <span className="text-ink-2">{entry.reason}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Section>
  );
}
