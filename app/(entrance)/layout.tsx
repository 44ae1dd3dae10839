import type { ReactNode } from "react";

/** Set-up and sign-in: one column on the bare wall. */
export default function EntranceLayout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto grid min-h-dvh w-full max-w-[30rem] content-start px-4 py-12 sm:px-0 sm:py-24">
      <p className="mb-8 border-b border-line pb-4 text-prose font-semibold tracking-tight">Espalier</p>
      <main className="min-w-0">{children}</main>
    </div>
  );
}
