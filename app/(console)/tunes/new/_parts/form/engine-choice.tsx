"use client";
import { useQuery } from "@tanstack/react-query";
import { EngineName } from "../../../../../../core/serving/engine-name.ts";
import { useTRPC } from "../../../../../_trpc/context.ts";
import { Select } from "../../../../../_ui/controls/select.tsx";

interface EngineChoiceProps {
  macId: string;
  /** Null is the machine's own. */
  value: EngineName | null;
  onChange: (engine: EngineName | null) => void;
}

/** Which of the engines this machine reported serves the candidates; left out where there is no choice. */
export function EngineChoice({ macId, value, onChange }: EngineChoiceProps) {
  const trpc = useTRPC();
  const mac = useQuery(trpc.fleet.get.queryOptions({ id: macId }));
  const engines = mac.data?.capabilities?.value.engines ?? [];
  if (engines.length < 2 && value === null) return null;
  const [first] = engines;
  return (
    <Select
      label="Engine"
      name="engine"
      hint="Results of different engines are never compared."
      value={value ?? ""}
      onChange={(event) => onChange(EngineName.safeParse(event.target.value).data ?? null)}
      options={[
        { value: "", label: first === undefined ? "the machine's own" : `the machine's own: ${first.engine}` },
        ...engines.map(({ engine, engineVersion }) => ({ value: engine, label: `${engine} ${engineVersion}` })),
      ]}
    />
  );
}
