import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import "./globals.css";
import { pageNonce } from "./_theme/page-nonce.ts";
import { ThemeScope } from "./_theme/theme-scope.tsx";
import { THEME_SCRIPT } from "./_theme/theme-script.ts";
import { ConsoleClient } from "./_trpc/client.tsx";
import { ToastCorner } from "./_ui/overlays/toast-corner.tsx";

export const dynamic = "force-dynamic";

export const metadata: Metadata = {
  title: { default: "Espalier", template: "%s · Espalier" },
  description: "The console for a fleet of Macs that serve language models.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#F6F7F3" },
    { media: "(prefers-color-scheme: dark)", color: "#0F1411" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = pageNonce((await headers()).get("content-security-policy"));
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <head>
        <script nonce={nonce} suppressHydrationWarning>
          {THEME_SCRIPT}
        </script>
      </head>
      <body>
        <ThemeScope {...(nonce === undefined ? {} : { nonce })}>
          <NuqsAdapter>
            <ConsoleClient>
              {children}
              <ToastCorner />
            </ConsoleClient>
          </NuqsAdapter>
        </ThemeScope>
      </body>
    </html>
  );
}
