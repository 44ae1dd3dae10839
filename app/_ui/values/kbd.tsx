import { keyCaps } from "../../_keys/key-caps.ts";

interface KbdProps {
  /** As the registry writes it: `f`, `g t`, `mod+k`. */
  keys: string;
  tone?: "plain" | "inverse";
}

/** A key badge; decoration beside a control that names its action, so hidden from screen readers. */
export function Kbd({ keys, tone = "plain" }: KbdProps) {
  const border = tone === "inverse" ? "border-panel/60" : "border-line";
  return (
    <span aria-hidden className="hidden gap-1 sm:pointer-fine:inline-flex">
      {keyCaps(keys).map((cap) => (
        <kbd key={cap} className={`rounded-control border px-1 font-mono text-tick font-normal ${border}`}>
          {cap}
        </kbd>
      ))}
    </span>
  );
}
