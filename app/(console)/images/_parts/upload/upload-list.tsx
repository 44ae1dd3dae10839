"use client";
import { Button } from "../../../../_ui/controls/button.tsx";
import { Progress } from "../../../../_ui/values/progress.tsx";
import { isEnded, isHere, type Upload } from "./upload.ts";

interface UploadListProps {
  uploads: readonly Upload[];
  onClear: () => void;
}

/** What became of each file; refusals keep the server's code and way out. */
export function UploadList({ uploads, onClear }: UploadListProps) {
  if (uploads.length === 0) return null;
  const ended = uploads.filter(isEnded).length;
  const here = uploads.filter(isHere).length;
  const refused = uploads.filter(({ state }) => state.kind === "refused");
  const text = `${here} of ${uploads.length} pictures are here${refused.length === 0 ? "" : `, ${refused.length} refused`}`;
  return (
    <section aria-label="Upload" className="mb-6">
      <div role="status">
        <Progress label="Upload" share={ended === uploads.length ? null : ended / uploads.length} text={text} />
      </div>
      {refused.length === 0 ? null : (
        <ul className="mt-2">
          {refused.map((upload) => (
            <li key={upload.id} className="border-b border-line py-1.5">
              <span aria-hidden className="mr-1 text-blocking">
                ■
              </span>
              <strong className="font-medium break-all">{upload.name}</strong> <RefusalText upload={upload} />
            </li>
          ))}
        </ul>
      )}
      {ended === uploads.length ? (
        <div className="mt-2">
          <Button onClick={onClear}>Clear this list</Button>
        </div>
      ) : null}
    </section>
  );
}

function RefusalText({ upload: { state } }: { upload: Upload }) {
  if (state.kind !== "refused") return null;
  return (
    <span className="text-ink-2">
      {state.message} {state.fix === null ? "" : `${state.fix} `}
      <span className="font-mono text-meta text-ink-3">{state.code}</span>
    </span>
  );
}
