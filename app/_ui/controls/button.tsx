import type { ButtonHTMLAttributes, ReactNode } from "react";
import { Kbd } from "../values/kbd.tsx";
import { type ButtonVariant, buttonStyle } from "./button-style.ts";

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "className" | "style"> {
  children: ReactNode;
  variant?: ButtonVariant;
  /** The key that does the same, shown as a badge. */
  keys?: string;
  /** While true the button says `busyLabel` and takes no press (H-34). */
  isBusy?: boolean;
  busyLabel?: string;
}

/** A verb. A busy one keeps its focus and its width, but cannot be pressed twice. */
export function Button({
  children,
  variant = "quiet",
  keys,
  isBusy = false,
  busyLabel,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={isBusy || undefined}
      className={buttonStyle(variant)}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
    >
      {isBusy ? (busyLabel ?? children) : children}
      {keys === undefined ? null : <Kbd keys={keys} tone={variant === "primary" ? "inverse" : "plain"} />}
    </button>
  );
}
