import { formatFileSize } from "../../../../../core/units/quantities.ts";
import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import { FactList } from "../../../../_ui/page/fact-list.tsx";
import { Section } from "../../../../_ui/page/section.tsx";
import { CommandLine } from "../../../../_ui/values/command-line.tsx";
import { Status } from "../../../../_ui/values/status.tsx";
import { KnobFacts } from "./knob-facts.tsx";

type MacDetail = RouterOutputs["fleet"]["get"];

/** What its engines can do, which models are there, what its owner allows. */
export function EngineSection({ detail }: { detail: MacDetail }) {
  const capabilities = detail.capabilities?.value ?? null;
  return (
    <div>
      <Section title="Engines">
        {capabilities === null ? <p className="text-ink-2">The agent has not reported its engines yet.</p> : null}
        {capabilities?.engines.map((engine) => (
          <KnobFacts key={`${engine.engine}.${engine.engineVersion}`} engine={engine} />
        ))}
        {capabilities?.missing.map((missing) => (
          <p key={missing.engine} className="border-b border-line py-1.5 text-ink-2">
            <Status level="none">{missing.engine}</Status> {missing.reason}
          </p>
        ))}
      </Section>
      <Section title="Models on its disk">
        {capabilities === null || capabilities.cachedModels.length === 0 ? (
          <p className="text-ink-2">None yet; a tune fetches or writes what it needs.</p>
        ) : (
          <FactList
            facts={capabilities.cachedModels.map((model) => ({
              label: model.id,
              value: model.bytes === null ? "size unknown" : formatFileSize(model.bytes),
            }))}
          />
        )}
      </Section>
      <PolicySection detail={detail} />
      <Section title="Something is off?" note="The agent checks itself, line by line, each with its fix.">
        <CommandLine what="command" command="npm run -s espalier -- doctor" />
      </Section>
    </div>
  );
}

function PolicySection({ detail }: { detail: MacDetail }) {
  const policy = detail.policy?.value ?? null;
  if (policy === null) return null;
  return (
    <Section title="What its owner allows" note="The policy is a file on that machine; the console cannot change it.">
      <FactList
        facts={[
          {
            label: "Policy file",
            value: policy.isReadable ? "read" : <Status level="blocking">unreadable, refuses all</Status>,
          },
          { label: "Jobs", value: policy.jobs.length === 0 ? "none" : policy.jobs.join(", ") },
          { label: "Models", value: policy.modelsAllow.length === 0 ? "none" : policy.modelsAllow.join(", ") },
          { label: "Remote drain", value: policy.remoteDrain ? "allowed" : "not allowed" },
          { label: "Remote apply", value: policy.remoteApply ? "allowed" : "not allowed" },
        ]}
      />
    </Section>
  );
}
