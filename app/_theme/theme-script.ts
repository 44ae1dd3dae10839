/**
 * Sets the theme while the head is read, so that no frame shows the other one (H-65). React escapes quotes, ampersands
 * and angle brackets inside a script, so it uses none.
 */
export const THEME_SCRIPT = [
  "let theme = `system`;",
  "try { theme = localStorage.getItem(`espalier.theme`) ?? theme; } catch {}",
  "if (theme === `system`) theme = matchMedia(`(prefers-color-scheme: dark)`).matches ? `dark` : `light`;",
  "document.documentElement.setAttribute(`data-theme`, theme);",
].join("\n");
