import { Status } from "../_ui/values/status.tsx";
import { flagWords, type ProposalFlag } from "../_words/proposal-words.ts";

/** What speaks against a proposal, in a row of a list. */
export function ProposalFlags({ flags }: { flags: readonly ProposalFlag[] }) {
  if (flags.length === 0) return <span className="text-ink-3">–</span>;
  return (
    <span className="flex flex-wrap gap-x-3">
      {flags.map((flag) => {
        const { level, name } = flagWords(flag);
        return (
          <Status key={flag} level={level}>
            {name}
          </Status>
        );
      })}
    </span>
  );
}
