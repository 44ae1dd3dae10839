"use client";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";

/** Light, dark or the system's, decided before the first paint by a script that carries the page's nonce (H-65, HD1). */
export function ThemeScope({ nonce, children }: { nonce?: string; children: ReactNode }) {
  const withNonce = nonce === undefined ? {} : { nonce };
  return (
    <CSPProvider {...withNonce}>
      <ThemeProvider
        {...withNonce}
        attribute="data-theme"
        defaultTheme="system"
        enableSystem
        disableTransitionOnChange
        storageKey="espalier.theme"
      >
        {children}
      </ThemeProvider>
    </CSPProvider>
  );
}
