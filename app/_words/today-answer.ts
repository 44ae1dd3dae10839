/** Counts and names that the answer sentence of Today is made from. */
export interface TodayFacts {
  running: readonly { label: string; hostName: string }[];
  finishedCount: number;
  /** Warnings and open proposals. */
  needsCount: number;
  /** False where the proposals are not read, so that there may be more. */
  isWhole: boolean;
  machineCount: number;
  /** The machine of the console itself, when it has no recommendation yet. */
  untunedHouse: string | null;
}

/** What changed, and what needs me, in one or two sentences. */
export function todayAnswer(facts: TodayFacts): string {
  return [workSentence(facts), needsSentence(facts)].filter((sentence) => sentence !== "").join(" ");
}

function workSentence({ running, finishedCount, machineCount, untunedHouse }: TodayFacts): string {
  if (machineCount === 0) return "No machine has joined this console yet.";
  const first = running[0];
  if (first !== undefined) {
    return running.length === 1
      ? `${first.label} is running on ${first.hostName}.`
      : `${running.length} tunes are under way.`;
  }
  if (untunedHouse !== null)
    return `${untunedHouse} has not been tuned yet. A tune measures which is the biggest model it serves well, and with which settings.`;
  if (finishedCount === 0) return "Nothing ran in the last seven days.";
  return finishedCount === 1
    ? "One tune ended in the last seven days."
    : `${finishedCount} tunes ended in the last seven days.`;
}

function needsSentence({ needsCount, isWhole, machineCount, untunedHouse, running }: TodayFacts): string {
  if (!isWhole)
    return needsCount === 0 ? "" : `At least ${needsCount} ${needsCount === 1 ? "thing needs" : "things need"} you.`;
  if (needsCount === 1) return "One thing needs you.";
  if (needsCount > 1) return `${needsCount} things need you.`;
  return machineCount === 0 || (untunedHouse !== null && running.length === 0) ? "" : "Nothing needs you.";
}
