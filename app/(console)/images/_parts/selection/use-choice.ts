"use client";
import { useState } from "react";

/** The pictures a person has chosen, by their hashes, on whatever page they stand. */
export function useChoice() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (blake3: string) => {
    const next = new Set(chosen);
    if (!next.delete(blake3)) next.add(blake3);
    setChosen(next);
  };
  return {
    chosen,
    toggle,
    clear: () => setChosen(new Set()),
    /** These only: what was chosen meanwhile stays. */
    forget: (inputs: readonly string[]) => {
      const gone = new Set(inputs);
      setChosen((all) => new Set([...all].filter((blake3) => !gone.has(blake3))));
    },
  };
}
