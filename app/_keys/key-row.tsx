"use client";
import { type KeyboardEvent, useState } from "react";
import { buttonStyle } from "../_ui/controls/button-style.ts";
import { Kbd } from "../_ui/values/kbd.tsx";
import { type KeyBinding, spellPress } from "./key-registry.ts";
import { useKeysStore } from "./keys-provider.tsx";
import { decideChoice } from "./remap.ts";

/** One key of the sheet; a page's own key can be given another one (WCAG 2.1.4). */
export function KeyRow({ binding }: { binding: KeyBinding }) {
  const store = useKeysStore();
  const [state, setState] = useState<"shown" | "asked">("shown");
  const [problem, setProblem] = useState<string | null>(null);
  const capture = (event: KeyboardEvent) => {
    if (state === "shown" || ["Shift", "Meta", "Control"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const keys = spellPress(event);
    if (keys === "escape") return setState("shown");
    const decision = decideChoice(store.bindings(), binding.id, keys);
    setProblem(
      decision.kind === "taken"
        ? `${keys} is “${decision.by.label}”`
        : decision.kind === "reserved"
          ? `${keys} cannot be given away`
          : null,
    );
    if (decision.kind !== "free") return;
    store.choose(binding.id, keys);
    setState("shown");
  };
  const isOurs = binding.scope === "page";
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-4 border-b border-line py-1">
      <dt>{binding.label}</dt>
      <dd className="flex items-baseline gap-2">
        <Kbd keys={binding.keys} />
        <span className="sr-only">{binding.keys}</span>
        {isOurs && store.isChosen(binding.id) ? (
          <button type="button" className={buttonStyle("plain")} onClick={() => store.choose(binding.id, null)}>
            Reset<span className="sr-only"> the key of {binding.label}</span>
          </button>
        ) : null}
        {isOurs ? (
          <button
            type="button"
            className={buttonStyle("plain")}
            onClick={() => setState("asked")}
            onKeyDown={capture}
            onBlur={() => setState("shown")}
          >
            {state === "asked" ? "Press a key…" : "Change"}
            <span className="sr-only"> the key of {binding.label}</span>
          </button>
        ) : null}
      </dd>
      {problem === null ? null : (
        <p role="alert" className="w-full text-meta text-blocking">
          {problem}
        </p>
      )}
    </div>
  );
}
