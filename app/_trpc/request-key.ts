/** A version 4 UUID of 16 random bytes: over plain http a browser has `getRandomValues` and no `randomUUID` (H-34, H-49). */
export function requestKey(bytes: Uint8Array): string {
  const marked = bytes.map((byte, index) => {
    if (index === 6) return (byte & 0x0f) | 0x40;
    return index === 8 ? (byte & 0x3f) | 0x80 : byte;
  });
  const hex = [...marked].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}

/** The keys of one form: a request gets one key however often it is sent, lost answers included; any other request gets a new one (H-34). */
export interface RequestKeys {
  keyOf: (asked: unknown) => string;
  /** The same request from now on is a new one. */
  answered: () => void;
}

export function requestKeys(newKey: () => string): RequestKeys {
  let sent: { text: string; key: string } | null = null;
  return {
    keyOf: (asked) => {
      const text = JSON.stringify(asked);
      if (sent?.text !== text) sent = { text, key: newKey() };
      return sent.key;
    },
    answered: () => {
      sent = null;
    },
  };
}
