type ModelForm =
  | { kind: "practice"; name: string }
  | { kind: "mlx"; repository: string }
  | { kind: "gguf"; repository: string; quant: string }
  | { kind: "path"; path: string }
  | { kind: "invalid" };

const PART = "[A-Za-z0-9][A-Za-z0-9._-]*";
const PRACTICE = new RegExp(`^practice/(${PART})$`);
const HUB = new RegExp(`^(${PART}/${PART})(?::(${PART}))?$`);

/** A50: which of the four forms an id has. */
export function parseModelId(id: string): ModelForm {
  if (id.startsWith("/")) return { kind: "path", path: id };
  const practice = PRACTICE.exec(id)?.[1];
  if (practice !== undefined) return { kind: "practice", name: practice };
  const [, repository, quant] = HUB.exec(id) ?? [];
  if (repository === undefined) return { kind: "invalid" };
  return quant === undefined ? { kind: "mlx", repository } : { kind: "gguf", repository, quant };
}

/** B15: the text by which ids are equal, Unicode NFC plus ASCII case folding. Never shown; the id as given is. */
export function modelKey(id: string): string {
  return id.normalize("NFC").replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export function isSameModel(left: string, right: string): boolean {
  return modelKey(left) === modelKey(right);
}

/** What a person reads where the whole id is too long: the last path part. */
export function modelLabel(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1) || id;
}

export function isPracticeModel(id: string): boolean {
  return parseModelId(id).kind === "practice";
}
