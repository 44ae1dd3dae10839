"use client";
import { type DragEvent, useRef, useState } from "react";
import { useKeys } from "../../../../_keys/use-keys.ts";
import { Button } from "../../../../_ui/controls/button.tsx";
import { RefusalNote } from "../refusal.tsx";

interface DropZoneProps {
  /** Why this person may not add pictures; null where they may. */
  refusal: string | null;
  onFiles: (files: readonly File[]) => void;
}

const ACCEPT = "image/jpeg,image/png,image/webp";

/** Where pictures are dropped or chosen. */
export function DropZone({ refusal, onFiles }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const choose = () => input.current?.click();
  useKeys(
    refusal === null
      ? [{ id: "add-pictures", keys: "c", label: "Add pictures", scope: "page", group: "act", run: choose }]
      : [],
  );
  const take = (files: FileList | null) => {
    if (refusal === null && files !== null && files.length > 0) onFiles([...files]);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    take(event.dataTransfer.files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way; the button inside does the same by keyboard
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(refusal === null);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
      className={`mb-4 grid justify-items-start gap-2 border border-dashed px-4 py-6 ${isOver ? "border-wire bg-sunk" : "border-edge"}`}
    >
      <p className="text-prose">Drop pictures here, or choose them.</p>
      <p className="text-meta text-ink-2">
        JPEG, PNG or WebP, at most 50 MB and 50 megapixels each. Hashed here, sent once, decoded only on an agent.
      </p>
      <input
        ref={input}
        type="file"
        multiple
        accept={ACCEPT}
        aria-label="Pictures"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          take(event.target.files);
          event.target.value = "";
        }}
      />
      <Button keys="c" disabled={refusal !== null} onClick={choose}>
        Choose pictures
      </Button>
      <RefusalNote refusal={refusal} />
    </div>
  );
}
