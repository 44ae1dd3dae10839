"use client";
import { Dialog as baseDialog } from "@base-ui/react/dialog";
import type { ReactNode, RefObject } from "react";

interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** Buttons, in a row at the end; the safe one first. */
  actions?: ReactNode;
  /** What gets the focus; a dialog about a change names its Cancel here (H-28). */
  initialFocus?: RefObject<HTMLElement | null>;
  size?: "question" | "sheet";
}

const SIZE = { question: "max-w-[30rem]", sheet: "max-w-[46rem]" };

/** A modal question or sheet; Esc closes it and the focus returns to where it was (H-39). */
export function Dialog({
  isOpen,
  onClose,
  title,
  description,
  children,
  actions,
  initialFocus,
  size = "question",
}: DialogProps) {
  return (
    <baseDialog.Root open={isOpen} onOpenChange={(open) => (open ? undefined : onClose())}>
      <baseDialog.Portal>
        <baseDialog.Backdrop className="layer-veil fixed inset-0 bg-veil" />
        <baseDialog.Viewport className="layer-overlay fixed inset-0 flex items-start justify-center overflow-y-auto p-4 pt-[12vh]">
          <baseDialog.Popup
            {...(initialFocus === undefined ? {} : { initialFocus })}
            className={`w-full ${SIZE[size]} border border-line bg-panel p-6 shadow-overlay outline-none`}
          >
            <baseDialog.Title className="text-section font-medium">{title}</baseDialog.Title>
            {description ? (
              <baseDialog.Description className="mt-1 text-base text-ink-2">{description}</baseDialog.Description>
            ) : null}
            <div className="mt-4">{children}</div>
            {actions ? <div className="mt-6 flex flex-wrap justify-end gap-2">{actions}</div> : null}
          </baseDialog.Popup>
        </baseDialog.Viewport>
      </baseDialog.Portal>
    </baseDialog.Root>
  );
}
