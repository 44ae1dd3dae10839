import Link from "next/link";
import type { ReactNode } from "react";
import { Kbd } from "../values/kbd.tsx";
import { type ButtonVariant, buttonStyle } from "./button-style.ts";

interface LinkButtonProps {
  href: string;
  children: ReactNode;
  variant?: ButtonVariant;
  keys?: string;
}

/** An action that is a place: an anchor that looks like a button (H-05). */
export function LinkButton({ href, children, variant = "quiet", keys }: LinkButtonProps) {
  return (
    <Link href={href} className={buttonStyle(variant)}>
      {children}
      {keys === undefined ? null : <Kbd keys={keys} tone={variant === "primary" ? "inverse" : "plain"} />}
    </Link>
  );
}
