export type ButtonVariant = "primary" | "quiet" | "plain" | "danger";

const VARIANT: Record<ButtonVariant, string> = {
  primary: "bg-wire text-panel border-transparent hover:opacity-90",
  quiet: "bg-panel text-ink border-edge hover:bg-sunk",
  plain: "bg-transparent text-ink-2 border-transparent hover:text-ink hover:bg-sunk",
  danger: "bg-panel text-blocking border-edge hover:bg-sunk",
};

/** Class names shared by buttons and links that look like buttons: 28 px high, 36 px on touch screens. */
export function buttonStyle(variant: ButtonVariant): string {
  return `${VARIANT[variant]} inline-flex min-h-7 pointer-coarse:min-h-9 cursor-pointer items-center justify-center gap-2 whitespace-nowrap rounded-control border px-3 py-1 text-base font-medium no-underline transition-colors duration-[120ms] disabled:cursor-default disabled:border-line disabled:bg-sunk disabled:text-ink-3 aria-disabled:cursor-default aria-disabled:border-line aria-disabled:bg-sunk aria-disabled:text-ink-3`;
}
