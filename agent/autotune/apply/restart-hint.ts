import { shellQuote } from "../../../core/units/shell-quote.ts";

export interface ServicePlace {
  readonly label: string;
  readonly uid: number;
  /** Path of its plist. */
  readonly plist: string;
}

/** TB55: what an owner runs so that a managed provider takes up the new config. */
export function restartHint({ label, uid, plist }: ServicePlace): string[] {
  return [
    `apply: the service gui/${uid}/${label} keeps its old recipe until it is restarted:`,
    `  launchctl bootout ${shellQuote(`gui/${uid}/${label}`)}`,
    `  launchctl bootstrap gui/${uid} ${shellQuote(plist)}`,
  ];
}
