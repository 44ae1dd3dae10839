import { CopyButton } from "./copy-button.tsx";

interface CommandLineProps {
  /** What the command does, for the copy button: "command", "serve command". */
  what: string;
  command: string;
}

/** A command to copy, in the mono face; it wraps between its words, never inside a flag. */
export function CommandLine({ what, command }: CommandLineProps) {
  const words = command.split(" ");
  return (
    <div className="grid gap-2 bg-sunk p-3 md:grid-cols-[minmax(0,1fr)_auto] md:items-center">
      <pre className="font-mono text-meta leading-5 break-words whitespace-pre-wrap">
        {words.length === 1
          ? command
          : words.map((word, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the words of a command have no identity but their place
              <span key={index}>
                {index === 0 ? "" : " "}
                <span className="inline-block max-w-full">{word}</span>
              </span>
            ))}
      </pre>
      <CopyButton text={command} what={what} />
    </div>
  );
}
