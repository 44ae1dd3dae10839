"use client";
import { useState, useSyncExternalStore } from "react";
import { Checkbox } from "../_ui/controls/checkbox.tsx";
import { Dialog } from "../_ui/overlays/dialog.tsx";
import { type KeyBinding, reachable } from "./key-registry.ts";
import { KeyRow } from "./key-row.tsx";
import { useKeysStore } from "./keys-provider.tsx";
import { areSingleKeysOn, setSingleKeys } from "./single-keys.ts";

/** `?`: this page's keys, from the registry that binds them (H-37). */
export default function HelpSheet({ onClose }: { onClose: () => void }) {
  const store = useKeysStore();
  const bindings = useSyncExternalStore(store.subscribe, store.bindings, store.bindings);
  const [isOn, setOn] = useState(areSingleKeysOn);
  const shown = reachable(bindings).filter((binding) => binding.keys !== "");
  const choose = (next: boolean) => {
    setSingleKeys(next);
    setOn(next);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Keys"
      description="Letters do nothing while you type in a field."
      size="sheet"
    >
      <div className="grid gap-x-12 gap-y-6 sm:grid-cols-2">
        <KeyList title="On this page" bindings={shown.filter((binding) => binding.scope === "page")} />
        <KeyList title="Everywhere" bindings={shown.filter((binding) => binding.scope === "everywhere")} />
      </div>
      <div className="mt-6">
        <Checkbox
          label="Single letters act"
          hint="Switched off, only chords with ⌘ or Ctrl act."
          checked={isOn}
          onChange={(event) => choose(event.target.checked)}
        />
      </div>
    </Dialog>
  );
}

function KeyList({ title, bindings }: { title: string; bindings: readonly KeyBinding[] }) {
  return (
    <section>
      <h3 className="mb-1 text-meta text-ink-3">{title}</h3>
      {bindings.length === 0 ? <p className="text-ink-2">This page has no keys of its own.</p> : null}
      <dl>
        {bindings.map((binding) => (
          <KeyRow key={binding.id} binding={binding} />
        ))}
      </dl>
    </section>
  );
}
