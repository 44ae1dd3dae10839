"use client";
import { FactList } from "../../../../../_ui/page/fact-list.tsx";
import { Section } from "../../../../../_ui/page/section.tsx";
import { Cell, HeadCell, Table } from "../../../../../_ui/page/table.tsx";
import { CopyButton } from "../../../../../_ui/values/copy-button.tsx";
import { Status } from "../../../../../_ui/values/status.tsx";
import { osName } from "../../../../../_words/os-name.ts";
import type { TuneDetail } from "../tune-detail.ts";
import { checkHash } from "./hash-check.ts";
import { replicateRows } from "./replicate-rows.ts";

function HashLine({ detail }: { detail: TuneDetail }) {
  const check = checkHash(detail.recommendation);
  if (check.kind === "none") return "no recommendation, so no hash";
  if (check.kind === "match") {
    return (
      <>
        {check.hash} <Status level="ok">computed again in this browser, equal</Status>
      </>
    );
  }
  return (
    <>
      {check.stored} <Status level="blocking">{`differs from what this browser computes: ${check.computed}`}</Status>
    </>
  );
}

function methodsOf(detail: TuneDetail): string {
  const methods = new Set(detail.trials.flatMap((trial) => (trial.tpsMethod === null ? [] : [trial.tpsMethod])));
  const words = { usage: "tokens as the engine reports them", deltas: "tokens counted as stream events" };
  return methods.size === 0 ? "nothing measured" : [...methods].map((method) => words[method]).join("; ");
}

function systemOf({ os, osVersion }: TuneDetail["machine"]): string {
  return os === null ? `system version ${osVersion}` : `${osName(os)} ${osVersion}`;
}

function Facts({ detail }: { detail: TuneDetail }) {
  const { versions, machine, plan } = detail;
  const recheck = detail.recheck === null ? "not yet" : detail.recheck;
  return (
    <FactList
      facts={[
        { label: "recipe hash", value: <HashLine detail={detail} />, isMono: true },
        { label: "console's recheck", value: recheck },
        {
          label: "engine",
          value: [versions.engine, versions.engineVersion].filter((part) => part !== null).join(" ") || "not reported",
        },
        { label: "agent", value: versions.binary ?? "not reported" },
        { label: "document", value: versions.spec ?? "none" },
        {
          label: "method",
          value: `${methodsOf(detail)}; strategy ${plan.strategy}, tie epsilon ${plan.tpsTieEpsilon}`,
        },
        {
          label: "machine",
          value: `${machine.chip}, ${machine.cores} cores, ${machine.ramGb} GiB, ${systemOf(machine)}`,
        },
        { label: "run id", value: detail.summary.id, isMono: true },
      ]}
    />
  );
}

function Replicates({ detail }: { detail: TuneDetail }) {
  return (
    <Table caption="Every stored measurement" isStacked>
      <thead>
        <tr>
          <HeadCell align="end">trial</HeadCell>
          <HeadCell>measurement</HeadCell>
          <HeadCell align="end">decode rate</HeadCell>
          <HeadCell align="end">first token</HeadCell>
          <HeadCell align="end">requests</HeadCell>
          <HeadCell align="end">content events</HeadCell>
          <HeadCell>notes</HeadCell>
        </tr>
      </thead>
      <tbody>
        {replicateRows(detail.trials).map((row) => (
          <tr key={row.key}>
            <Cell align="end" label="trial">
              {row.trialLocalId}
            </Cell>
            <Cell label="measurement">{row.name}</Cell>
            <Cell align="end" label="decode rate">
              {row.tps}
            </Cell>
            <Cell align="end" label="first token">
              {row.ttft}
            </Cell>
            <Cell align="end" label="requests">
              {row.requests}
            </Cell>
            <Cell align="end" label="content events">
              {row.tokens}
            </Cell>
            <Cell label="notes">{row.note}</Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** Everything as stored, and the hash computed again here. */
export default function RawTab({ detail }: { detail: TuneDetail }) {
  const json = detail.recommendation === null ? null : JSON.stringify(detail.recommendation, null, 2);
  return (
    <>
      <Section title="Provenance">
        <Facts detail={detail} />
      </Section>
      <Section title="Measurements" note="Warm-ups are stored and never counted.">
        <Replicates detail={detail} />
      </Section>
      <Section
        title="Document"
        note="The same JSON as espalier autotune --report-only --json prints."
        aside={json === null ? null : <CopyButton what="JSON" text={json} />}
      >
        {json === null ? (
          <p className="text-ink-2">This run has no document yet.</p>
        ) : (
          <section
            aria-label="The document"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
            tabIndex={0}
            className="max-h-[28rem] max-w-full overflow-auto bg-sunk p-3"
          >
            <pre className="whitespace-pre-wrap break-words font-mono text-meta">{json}</pre>
          </section>
        )}
      </Section>
    </>
  );
}
