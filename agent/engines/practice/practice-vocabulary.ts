/** SentencePiece's token types, as llama.cpp reads them. */
const TOKEN_TYPE = { normal: 1, unknown: 2, control: 3, byte: 6 } as const;

const SPACE = "\u2581";
const CONSONANTS = ["b", "d", "f", "g", "k", "l", "m", "n", "r", "s", "t", "v"];
const VOWELS = ["a", "e", "i", "o", "u"];

export type Vocabulary = {
  readonly texts: readonly string[];
  readonly scores: readonly number[];
  readonly types: readonly number[];
  /** True for tokens that greedy generation may choose: printable words and letters. */
  readonly isLikely: readonly boolean[];
};

type Token = { text: string; score: number; type: number; isLikely: boolean };

/** Printable tokens with unique texts, among them ` probe` and the steps that merge into it; at least 384 tokens. */
export function practiceVocabulary(size: number): Vocabulary {
  const tokens = [...controlTokens(), ...byteTokens(), ...probeTokens(), ...characterTokens()];
  if (size < tokens.length) throw new Error(`a vocabulary needs at least ${tokens.length} tokens`);
  for (let index = 0; tokens.length < size; index++) {
    tokens.push({ text: `${SPACE}${word(index)}`, score: -1000 - index, type: TOKEN_TYPE.normal, isLikely: true });
  }
  return {
    texts: tokens.map((token) => token.text),
    scores: tokens.map((token) => token.score),
    types: tokens.map((token) => token.type),
    isLikely: tokens.map((token) => token.isLikely),
  };
}

function controlTokens(): Token[] {
  return [
    { text: "<unk>", score: 0, type: TOKEN_TYPE.unknown, isLikely: false },
    { text: "<s>", score: 0, type: TOKEN_TYPE.control, isLikely: false },
    { text: "</s>", score: 0, type: TOKEN_TYPE.control, isLikely: false },
  ];
}

function byteTokens(): Token[] {
  return Array.from({ length: 256 }, (_, byte) => ({
    text: `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`,
    score: 0,
    type: TOKEN_TYPE.byte,
    isLikely: false,
  }));
}

/** SentencePiece merges pairs, so every prefix of the word must itself be a token. */
function probeTokens(): Token[] {
  const word = `${SPACE}probe`;
  return Array.from({ length: word.length - 1 }, (_, index) => ({
    text: word.slice(0, index + 2),
    score: -1 - index,
    type: TOKEN_TYPE.normal,
    isLikely: index === word.length - 2,
  }));
}

function characterTokens(): Token[] {
  return Array.from({ length: 95 }, (_, index) => {
    const character = String.fromCharCode(32 + index);
    return {
      text: character === " " ? SPACE : character,
      score: -500 - index,
      type: TOKEN_TYPE.normal,
      isLikely: /[a-z]/.test(character),
    };
  });
}

/** Syllable pairs, distinct for every index. */
function word(index: number): string {
  const syllables = CONSONANTS.length * VOWELS.length;
  const first = syllable(index % syllables);
  const second = syllable(Math.floor(index / syllables) % syllables);
  return `${first}${second}${index >= syllables * syllables ? String(index) : ""}`;
}

function syllable(index: number): string {
  return `${CONSONANTS[Math.floor(index / VOWELS.length)] ?? "b"}${VOWELS[index % VOWELS.length] ?? "a"}`;
}
