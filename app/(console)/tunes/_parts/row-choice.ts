/** Which rows are chosen, for acts on several at once. */
export interface RowChoice {
  chosen: readonly string[];
  onToggle: (id: string) => void;
}

/** Chooses a row, or no longer; past `most` the oldest choice goes. */
export function toggled(chosen: readonly string[], id: string, most: number): string[] {
  return chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].slice(-most);
}
