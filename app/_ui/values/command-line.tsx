import { CopyButton } from "./copy-button.tsx";

interface CommandLineProps {
  /** What the command does, for the copy button: "command", "serve command". */
  what: string;
  command: string;
}

/** A command to copy, in the mono face; long ones wrap, the page never scrolls sideways. */
export function CommandLine({ what, command }: CommandLineProps) {
  return (
    <div className="grid gap-2 border-l-2 border-edge bg-sunk p-3 md:grid-cols-[minmax(0,1fr)_auto] md:items-center">
      <pre className="font-mono text-meta leading-5 break-words whitespace-pre-wrap">{command}</pre>
      <CopyButton text={command} what={what} />
    </div>
  );
}
