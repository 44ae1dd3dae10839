const SETTING = "espalier.single-keys";

/** H-38: whether letters without ⌘ act; a person may switch them off in the `?` sheet. */
export function areSingleKeysOn(): boolean {
  return readSetting() !== "off";
}

/** Keeps the choice in this browser. */
export function setSingleKeys(isOn: boolean): void {
  try {
    localStorage.setItem(SETTING, isOn ? "on" : "off");
  } catch {
    // A browser without storage keeps the letters on.
  }
}

function readSetting(): string | null {
  try {
    return localStorage.getItem(SETTING);
  } catch {
    return null;
  }
}
