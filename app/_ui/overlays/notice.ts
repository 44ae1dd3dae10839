export interface Notice {
  title: string;
  description?: string;
  /** An error stays until it is dismissed; anything else leaves after 8 s (H-32). */
  isError?: boolean;
  action?: { label: string; run: () => void };
}
