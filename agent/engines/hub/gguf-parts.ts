/** A50: the names that make up one quantisation: the file ending `-<quant>.gguf`, or all its numbered parts in order. */
export function ggufParts(names: readonly string[], quant: string): string[] {
  const whole = names.find((name) => name.endsWith(`-${quant}.gguf`));
  if (whole !== undefined) return [whole];
  const parts = names.flatMap((name) => {
    const match = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/.exec(name);
    return match?.[1]?.endsWith(`-${quant}`) === true ? [{ name, total: Number(match[3]) }] : [];
  });
  return parts.length > 0 && parts.length === parts[0]?.total ? parts.map(({ name }) => name).toSorted() : [];
}
