"use client";
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { useKeys } from "../../../../_keys/use-keys.ts";
import { Button } from "../../../../_ui/controls/button.tsx";
import { buttonStyle } from "../../../../_ui/controls/button-style.ts";
import { Section } from "../../../../_ui/page/section.tsx";
import { RefusalNote } from "../refusal.tsx";
import { reportLines } from "./report-lines.ts";
import { exportPath, type ImportOutcome, sendLog } from "./send-log.ts";

interface LogSectionProps {
  /** The class of the page's filter; null for all. */
  label: string | null;
  /** Why this person may not import; null where they may. */
  refusal: string | null;
  onImported: () => void;
}

/** IM56: the feedback log in and out, as NDJSON, without loss. */
export function LogSection({ label, refusal, onImported }: LogSectionProps) {
  const input = useRef<HTMLInputElement>(null);
  const send = useMutation({ mutationFn: sendLog, onSuccess: onImported });
  const choose = () => input.current?.click();
  useKeys(
    refusal === null
      ? [{ id: "images.import", keys: "", label: "Import a feedback log", scope: "page", group: "act", run: choose }]
      : [],
  );
  return (
    <Section
      title="Feedback log"
      note="Runs, ratings, pairs and everything else that was said, one JSON object a line. Import and export keep every byte of a line; importing twice changes nothing."
    >
      <input
        ref={input}
        type="file"
        accept=".ndjson,.jsonl,.log,application/x-ndjson"
        aria-label="Feedback log"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file !== undefined) send.mutate(file);
          event.target.value = "";
        }}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button disabled={refusal !== null} isBusy={send.isPending} busyLabel="Importing" onClick={choose}>
          Import a log
        </Button>
        <a href={exportPath(null)} download="images.ndjson" className={buttonStyle("quiet")}>
          Export all
        </a>
        {label === null ? null : (
          <a href={exportPath(label)} download={`${label}.ndjson`} className={buttonStyle("quiet")}>
            Export {label}
          </a>
        )}
      </div>
      <RefusalNote refusal={refusal} />
      <div role="status" className="mt-3">
        {send.data === undefined ? null : <Outcome outcome={send.data} />}
      </div>
    </Section>
  );
}

function Outcome({ outcome }: { outcome: ImportOutcome }) {
  if (outcome.kind === "refused") {
    return (
      <p>
        <span aria-hidden className="mr-1 text-blocking">
          ■
        </span>
        {outcome.message} <strong className="font-medium">fix:</strong> {outcome.fix}{" "}
        <span className="font-mono text-meta text-ink-3">{outcome.code}</span>
      </p>
    );
  }
  const { report } = outcome;
  return (
    <>
      <ul className="max-w-[76ch]">
        {reportLines(report).map((line) => (
          <li key={line} className="border-b border-line py-1">
            {line}
          </li>
        ))}
      </ul>
      {report.skippedLines.length === 0 ? null : (
        <details className="mt-1">
          <summary className="min-h-6 cursor-pointer text-meta">Which lines were skipped</summary>
          <ul className="text-meta text-ink-2">
            {report.skippedLines.map(({ line, reason }) => (
              <li key={line}>
                line {line}: {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
