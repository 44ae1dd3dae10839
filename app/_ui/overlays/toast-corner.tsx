"use client";
import dynamic from "next/dynamic";

const Toasts = dynamic(() => import("./toasts.tsx"), { ssr: false });

/** The corner for notices, loaded after the first paint: a page opens without one. */
export function ToastCorner() {
  return <Toasts />;
}
