import { formatFileSize, formatMemory } from "../../../../../core/units/quantities.ts";
import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import { FactList } from "../../../../_ui/page/fact-list.tsx";
import { Section } from "../../../../_ui/page/section.tsx";
import { RelativeTime } from "../../../../_ui/values/relative-time.tsx";
import { Status } from "../../../../_ui/values/status.tsx";
import { osName } from "../../../../_words/os-name.ts";
import { presenceWords } from "../../../../_words/presence-words.ts";

type MacDetail = RouterOutputs["fleet"]["get"];

/** What the machine is, as its agent reported it; what it cannot tell reads so. */
export function MacFacts({ detail }: { detail: MacDetail }) {
  const { value: facts, at } = detail.facts;
  const presence = presenceWords(detail.mac.presence);
  return (
    <Section
      title="The machine"
      note={
        <>
          As reported <RelativeTime at={at} />.
        </>
      }
    >
      <FactList
        facts={[
          { label: "Presence", value: <Status level={presence.level}>{presence.word}</Status> },
          { label: "Chip", value: `${facts.chip}, ${facts.cores} cores, ${facts.arch}` },
          { label: "Memory", value: formatMemory(facts.ramBytes) },
          {
            label: "GPU working set",
            value: facts.workingSetBytes === null ? "not told by this machine" : formatMemory(facts.workingSetBytes),
          },
          { label: "System", value: `${osName(facts.os)} ${facts.osVersion}` },
          { label: "Disk free", value: facts.diskFreeBytes === null ? "unknown" : formatFileSize(facts.diskFreeBytes) },
          {
            label: "Power",
            value: { ac: "mains", battery: "battery", unknown: "not told by this machine" }[
              facts.powerSource ?? "unknown"
            ],
          },
          {
            label: "Heat",
            value: facts.thermalLevel === null ? "not told by this machine" : `level ${facts.thermalLevel}`,
          },
          { label: "Agent", value: `${facts.agentVersion} on Node ${facts.nodeVersion}` },
          {
            label: "Enrolled",
            value: (
              <>
                by {detail.enrolledBy}, <RelativeTime at={detail.enrolledAt} />
              </>
            ),
          },
          {
            label: "Connection",
            value: detail.isUnencrypted ? (
              <Status level="degrading">not encrypted</Status>
            ) : (
              "encrypted, or on this machine"
            ),
          },
          { label: "Agent key", value: detail.keyFingerprint, isMono: true },
        ]}
      />
    </Section>
  );
}
