"use client";
import { useRef, useState } from "react";
import { Button } from "../controls/button.tsx";

interface CopyButtonProps {
  /** A function where only the press knows it: the page's address. */
  text: string | (() => string);
  /** What is copied: "command", "hash". */
  what: string;
  keys?: string;
}

type Outcome = "idle" | "copied" | "selected";

/** H-49: copies over plain http too; where even that is refused, the text is shown selected. */
export function CopyButton({ text, what, keys }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>("idle");
  const fallback = useRef<HTMLTextAreaElement>(null);
  const label = { idle: `Copy ${what}`, copied: "Copied", selected: "Selected, press ⌘C" }[outcome];
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Button
        {...(keys === undefined ? {} : { keys })}
        onClick={() => void copy(typeof text === "string" ? text : text(), fallback.current).then(setOutcome)}
      >
        {label}
      </Button>
      <span aria-live="polite" className="sr-only">
        {outcome === "idle" ? "" : label}
      </span>
      <textarea
        ref={fallback}
        readOnly
        tabIndex={-1}
        aria-label={`The ${what}, as text`}
        aria-hidden={outcome !== "selected"}
        className={
          outcome === "selected" ? "min-w-0 flex-1 resize-none border border-line bg-sunk p-1 font-mono" : "sr-only"
        }
      />
    </span>
  );
}

async function copy(text: string, fallback: HTMLTextAreaElement | null): Promise<Outcome> {
  try {
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch {
    if (fallback === null) return "idle";
    fallback.value = text;
    fallback.focus();
    fallback.select();
    return document.execCommand("copy") ? "copied" : "selected";
  }
}
