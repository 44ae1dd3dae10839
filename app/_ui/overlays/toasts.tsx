"use client";
import { Toast } from "@base-ui/react/toast";
import { useEffect } from "react";
import { buttonStyle } from "../controls/button-style.ts";
import { cornerOpened, toastQueue } from "./toast-queue.ts";

/** Polite notices in the corner; errors stay until dismissed. */
export default function Toasts() {
  // The queue is outside React; its notices wait until the provider below listens.
  useEffect(cornerOpened, []);
  return (
    <Toast.Provider toastManager={toastQueue} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className="layer-toast fixed right-4 bottom-16 grid w-[min(22rem,calc(100vw-2rem))] gap-2 sm:bottom-4">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="border border-edge bg-panel p-3 shadow-overlay">
      <Toast.Content className="flex items-start gap-3">
        {toast.type === "error" ? (
          <span aria-hidden className="text-blocking">
            ■
          </span>
        ) : null}
        <div className="min-w-0 flex-1">
          <Toast.Title className="text-base font-medium" />
          <Toast.Description className="text-meta text-ink-2" />
        </div>
        {toast.actionProps ? <Toast.Action className={buttonStyle("quiet")} /> : null}
        <Toast.Close className={buttonStyle("plain")}>Dismiss</Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
