import type { ExplainedSentence } from "./clause.ts";
import { candidateSentences } from "./explain-candidates.ts";
import { cellSentences } from "./explain-cells.ts";
import { standingSentences } from "./explain-standing.ts";
import type { TuneStory } from "./story.ts";

/** E2: why this one and what would change it, from stored rows only; change a row and its sentence changes. */
export function explainTune(story: TuneStory): ExplainedSentence[] {
  return [...candidateSentences(story), ...cellSentences(story), ...standingSentences(story)];
}
