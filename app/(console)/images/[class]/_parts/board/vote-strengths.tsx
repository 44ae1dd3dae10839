import type { RouterOutputs } from "../../../../../_trpc/procedures.ts";
import { Cell, HeadCell, Table } from "../../../../../_ui/page/table.tsx";
import { Metric } from "../../../../../_ui/values/metric.tsx";
import { hiddenText, shareText } from "./vote-text.ts";

type Votes = RouterOutputs["images"]["leaderboard"]["votes"];

/** TU34: how often each recipe wins a vote against an equal, with the interval over images; nothing before a first fit. */
export function VoteStrengths({ votes }: { votes: Votes }) {
  const { strengths, hidden, isHeld } = votes;
  if (isHeld) {
    return (
      <p className="mb-2 text-meta text-ink-2">
        What votes say of these recipes is held back while a blind confirmation runs.
      </p>
    );
  }
  if (strengths.length === 0) return null;
  return (
    <div className="mb-6">
      <h3 className="mb-2 font-medium">By votes</h3>
      <p className="mb-2 text-meta text-ink-2">
        How often a recipe wins against the average of these, from verdicts and from two scores of one picture by one
        person: Bradley and Terry's model, with its 95 % interval over pictures. {hiddenText(hidden)}
      </p>
      <Table caption="Recipes by votes" isStacked>
        <thead>
          <tr>
            <HeadCell>recipe</HeadCell>
            <HeadCell align="end">wins against the average</HeadCell>
            <HeadCell align="end">decisive votes</HeadCell>
          </tr>
        </thead>
        <tbody>
          {strengths.map((one) => (
            <tr key={one.recipeSha}>
              <Cell label="recipe">
                <span className="font-mono text-meta">{one.recipeSha.slice(0, 12)}</span>
                <span className="block text-meta text-ink-2">
                  {one.version === null ? "no stored version" : `version ${one.version}`}
                  {one.isLive ? " · live" : ""}
                </span>
              </Cell>
              <Cell label="wins against the average" align="end">
                <Metric text={shareText(one.strength)} basis={{ kind: "estimate" }} />
                <span className="block text-meta text-ink-2">
                  {one.lower === one.upper ? (
                    "no interval: all votes agree"
                  ) : (
                    <span className="whitespace-nowrap">{`${shareText(one.lower)} to ${shareText(one.upper)}`}</span>
                  )}
                </span>
              </Cell>
              <Cell label="decisive votes" align="end">
                {one.decisiveVotes}
                {one.isPreliminary ? <span className="block text-meta text-ink-2">preliminary, under 30</span> : null}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
