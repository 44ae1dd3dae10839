const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text of the address can be an id at all; what is not is treated as absent (H-03). */
export function isId(text: string | null): text is string {
  return text !== null && UUID.test(text);
}
