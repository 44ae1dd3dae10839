/** A strength as the share of votes it wins against one of strength 1, the geometric mean (TU34). */
export const shareText = (strength: number): string => `${Math.round((100 * strength) / (1 + strength))} %`;

/** Who is left out. */
export function hiddenText(hidden: number): string {
  if (hidden === 0) return "";
  return hidden === 1
    ? "One recipe with fewer than 10 decisive votes is not shown."
    : `${hidden} recipes with fewer than 10 decisive votes are not shown.`;
}
