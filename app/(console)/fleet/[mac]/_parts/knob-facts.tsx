import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import { FactList } from "../../../../_ui/page/fact-list.tsx";

type Engine = NonNullable<RouterOutputs["fleet"]["get"]["capabilities"]>["value"]["engines"][number];

const SCOPE = { request: "per request", load: "when the model loads", restart: "after a restart" };

/** Which of the three knobs one engine can turn, and why not the others. */
export function KnobFacts({ engine }: { engine: Engine }) {
  const scope = (knob: "kvBits" | "maxBatch" | "maxContext") => {
    const set = engine.scope[knob];
    return set === undefined ? "" : `, set ${SCOPE[set]}`;
  };
  const reason = (knob: "kvBits" | "maxBatch" | "maxContext") => engine.reasons?.[knob] ?? "not supported";
  return (
    <div className="mb-4">
      <p className="border-b border-line py-1.5 font-medium">
        {engine.engine} {engine.engineVersion}
      </p>
      <FactList
        facts={[
          {
            label: "kv_bits",
            value:
              engine.kvBits === null || engine.kvBits.length === 0
                ? reason("kvBits")
                : `${engine.kvBits.join(" or ")}${scope("kvBits")}`,
          },
          { label: "max_batch", value: engine.maxBatch ? `yes${scope("maxBatch")}` : reason("maxBatch") },
          { label: "max_context", value: engine.maxContext ? `yes${scope("maxContext")}` : reason("maxContext") },
          ...(engine.unverified.length === 0 ? [] : [{ label: "Not verified", value: engine.unverified.join(", ") }]),
        ]}
      />
    </div>
  );
}
