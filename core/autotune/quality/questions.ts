/** One question of the quality guard; its answer is compared with another cell's, never with a truth. */
export interface QualityQuestion {
  text: string;
  /** Asked behind a prompt filled to the target, where a quantised cache has most to lose. */
  isBehindFullPrompt: boolean;
}

const SHORT: readonly string[] = [
  "What is the capital of France?",
  "What is 7 times 8?",
  "What colour do blue and yellow make when mixed?",
  "How many legs does a spider have?",
  "What is the chemical symbol for gold?",
  "Which planet is closest to the Sun?",
  "What is the opposite of hot?",
  "How many days are there in a leap year?",
  "What is the largest ocean on Earth?",
  "In which continent is Egypt?",
  "What is the square root of 81?",
  "Who wrote Romeo and Juliet?",
  "What gas do plants take in from the air?",
  "What is the first letter of the Greek alphabet?",
  "How many sides does a hexagon have?",
  "What is the capital of Japan?",
  "What is 15 plus 27?",
  "Which animal says meow?",
  "What is frozen water called?",
  "How many minutes are there in an hour?",
  "What is the plural of mouse?",
  "Which month comes after March?",
  "What is the past tense of go?",
  "What is the currency of the United Kingdom?",
  "What is 100 divided by 4?",
  "Which metal is liquid at room temperature?",
  "What is the capital of Italy?",
  "How many strings does a violin have?",
  "What is the freezing point of water in degrees Celsius?",
  "Which language is mainly spoken in Brazil?",
  "What is the young of a cat called?",
  "How many zeros are in one thousand?",
];

const BEHIND_FULL_PROMPT: readonly string[] = [
  "What is the capital of Spain?",
  "What is 9 times 6?",
  "How many months are there in a year?",
  "What is the chemical symbol for oxygen?",
  "Which planet is known as the red planet?",
  "What is the opposite of up?",
  "What is 50 minus 18?",
  "How many wheels does a bicycle have?",
];

/** Measurement.md section 10 step 6: always the same 40, in this order. */
export const QUESTIONS: readonly QualityQuestion[] = [
  ...SHORT.map((text) => ({ text, isBehindFullPrompt: false })),
  ...BEHIND_FULL_PROMPT.map((text) => ({ text, isBehindFullPrompt: true })),
];

/** Room for the question and its answer beside the filling, words. */
const HEADROOM_WORDS = 16;

/** The request of one question: temperature 0, 16 tokens. `wordCount` fills the target as the run's prompts do (B106). */
export function questionBody(question: QualityQuestion, { model, wordCount }: { model: string; wordCount: number }) {
  const filling = Array.from({ length: Math.max(1, wordCount - HEADROOM_WORDS) }, () => "probe").join(" ");
  const asked = `Answer with one word or number only. ${question.text}`;
  const content = question.isBehindFullPrompt ? `${filling}\n${asked}` : asked;
  return { model, messages: [{ role: "user", content }], stream: false, temperature: 0, max_tokens: 16 };
}
