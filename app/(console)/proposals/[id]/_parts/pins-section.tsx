import { FactList } from "../../../../_ui/page/fact-list.tsx";
import { Section } from "../../../../_ui/page/section.tsx";
import { RelativeTime } from "../../../../_ui/values/relative-time.tsx";
import type { ProposalPage } from "./proposal-page.ts";

/** What an approval is bound to (AP1), and everything that was done with the proposal. */
export function PinsSection({ page: { pins, history } }: { page: Pick<ProposalPage, "pins" | "history"> }) {
  return (
    <>
      <Section title="What the approval is bound to">
        <FactList
          facts={[
            { label: "live recipe now", value: pins.liveSha ?? "none", isMono: true },
            { label: "proposed against", value: pins.baseSha, isMono: true },
            { label: "proposed recipe", value: pins.recipeSha, isMono: true },
            ...(pins.evidenceBlake3 === null
              ? []
              : [{ label: `evidence, ${pins.evidenceRows ?? 0} rows`, value: pins.evidenceBlake3, isMono: true }]),
            ...(pins.method === null
              ? []
              : [{ label: "method and seed", value: `${pins.method}, seed ${pins.seed ?? "none"}` }]),
            { label: "product version", value: pins.productVersion },
            { label: "this page", value: pins.snapshot, isMono: true },
          ]}
        />
      </Section>
      <Section title="What was done">
        {history.length === 0 ? <p className="text-ink-2">Nothing yet.</p> : null}
        <ul className={history.length === 0 ? "" : "border-t border-line"}>
          {history.map((step) => (
            <li key={`${step.at} ${step.act}`} className="border-b border-line py-2">
              <p>
                {step.act}
                {step.isForced ? ", forced" : ""} by {step.by}, <RelativeTime at={step.at} />
              </p>
              {step.reason === null ? null : <p className="text-ink-2">Reason: {step.reason}</p>}
              {step.comment === null || step.comment === "" ? null : <p className="text-ink-2">“{step.comment}”</p>}
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
