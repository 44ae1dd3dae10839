/** Bytes in place of a YAML file, and why they are refused wherever this product reads one. */
export interface HostileYaml {
  readonly name: string;
  readonly bytes: Buffer;
  readonly says: string;
}

/** Odd, but what it says is clear. */
export interface OddYaml {
  readonly name: string;
  readonly bytes: Buffer;
  readonly value: unknown;
}

const text = (name: string, content: string, says: string): HostileYaml => ({
  name,
  bytes: Buffer.from(content),
  says,
});
const odd = (name: string, content: string, value: unknown): OddYaml => ({ name, bytes: Buffer.from(content), value });

const letters = [..."abcdefghij"];
const BOMB = letters
  .map((letter, index) => {
    const cell = index === 0 ? "x" : `*${letters[index - 1]}`;
    return `${letter}: &${letter} [${Array.from({ length: 9 }, () => cell).join(",")}]`;
  })
  .join("\n");
const STAIRS = Array.from({ length: 600 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n");
const INVALID = "not valid YAML";

export const HOSTILE_YAML: readonly HostileYaml[] = [
  text("an alias bomb", BOMB, "Excessive alias count"),
  text("an alias without its anchor", "version: *one\n", "Unresolved alias"),
  text("a key twice", "version: 1\nversion: 1\n", "Map keys must be unique at line 2"),
  text("a key twice, once quoted", 'version: 1\n"version": 2\n', "Map keys must be unique"),
  text("a tab as indentation", "models:\n\tallow: []\n", "Tabs are not allowed as indentation at line 2"),
  text("two documents", "version: 1\n---\nversion: 1\n", "more than one document"),
  text("a document after an end mark", "version: 1\n...\nport: 2\n", "more than one document"),
  text("lists nested five thousand deep", `a: ${"[".repeat(5000)}${"]".repeat(5000)}`, "nested too deep"),
  text("maps nested five thousand deep", `a: ${"{b: ".repeat(5000)}${"}".repeat(5000)}`, "nested too deep"),
  text("a file longer than a configuration gets", `# ${"x".repeat(300_000)}\n`, "at most 262144 are read"),
  text("a list that does not end", "jobs: [tune\n", INVALID),
  text("a map that does not end", "models: {allow: [a]\n", INVALID),
  text("a quote that does not end", 'model: "practice\n', INVALID),
  text("an unknown escape", 'model: "\\q"\n', "Invalid escape sequence"),
  text("a value and a map in one key", "version: 1\n  port: 2\n", INVALID),
  text("two values in one line", "model: a: b\n", INVALID),
  text("a line without a colon between keys", "version: 1\nport\nmodel: a\n", INVALID),
  text("a reserved character", "model: @x\n", "reserved character"),
  text("a backtick", "model: `x`\n", "reserved character"),
  text("a comma too many", "jobs: [tune,,probe]\n", INVALID),
  text("a broken directive", "%TAG\nversion: 1\n", INVALID),
  text("a key of two thousand characters", `${"k".repeat(2000)}: 1\n`, INVALID),
  text("carriage returns alone as line ends", "version: 1\rport: 2\r", INVALID),
  text("JSON with a comment of another language", '{ "version": 1, // one\n', INVALID),
  text("stairs of six hundred keys with a tab at the end", `${STAIRS}\n\t- x\n`, INVALID),
  text("a merge conflict", "<<<<<<< ours\nversion: 1\n=======\nversion: 2\n>>>>>>> theirs\n", INVALID),
  { name: "Latin-1", bytes: Buffer.from("model: caf\xe9\n", "latin1"), says: "not UTF-8 text" },
  { name: "UTF-8 cut in a character", bytes: Buffer.from("model: \u20ac").subarray(0, -1), says: "not UTF-8 text" },
  { name: "a surrogate in UTF-8", bytes: Buffer.from("6d6f64656c3a20eda080", "hex"), says: "not UTF-8 text" },
  { name: "an overlong slash", bytes: Buffer.from("6d6f64656c3a20c0af", "hex"), says: "not UTF-8 text" },
  { name: "UTF-16", bytes: Buffer.from("version: 1\n", "utf16le"), says: "control characters" },
  { name: "a zero byte", bytes: Buffer.from("version: 1\0\n"), says: "control characters" },
  { name: "an escape sequence", bytes: Buffer.from("model: \u001b[2J\n"), says: "control characters" },
  { name: "a program", bytes: Buffer.from("7f454c4602010100", "hex"), says: "control characters" },
  { name: "a picture", bytes: Buffer.from("89504e470d0a1a0a", "hex"), says: "not UTF-8 text" },
  { name: "compressed bytes", bytes: Buffer.from("1f8b0800000000000003", "hex"), says: "not UTF-8 text" },
];

export const ODD_YAML: readonly OddYaml[] = [
  odd("an empty file", "", null),
  odd("comments alone", "# nothing\n", null),
  odd("a byte order mark", "\uFEFFport: 1\n", { port: 1 }),
  odd("CRLF line ends", "port: 1\r\nmodel: a\r\n", { port: 1, model: "a" }),
  odd("no line end", "port: 1", { port: 1 }),
  odd("a tag nobody knows", "port: !seaport 1\n", { port: "1" }),
  odd("a tag that would build an object elsewhere", "model: !!js/function 'x'\n", { model: "x" }),
  odd("YAML 1.1's yes", "warmup_enabled: yes\n", { warmup_enabled: "yes" }),
  odd("an anchor used once", "a: &x 1\nb: *x\n", { a: 1, b: 1 }),
  odd("a list in place of a map", "- port\n", ["port"]),
];
