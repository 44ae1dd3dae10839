import { Toast } from "@base-ui/react/toast";

/** The one queue of toasts, so that code outside React may speak too. */
export const toastManager = Toast.createToastManager();

interface Notice {
  title: string;
  description?: string;
  /** An error stays until it is dismissed; anything else leaves after 8 s (H-32). */
  isError?: boolean;
  action?: { label: string; run: () => void };
}

/** Says something politely in the corner. */
export function notify({ title, description, isError = false, action }: Notice): void {
  toastManager.add({
    title,
    ...(description === undefined ? {} : { description }),
    type: isError ? "error" : "notice",
    timeout: isError ? 0 : 8000,
    priority: "low",
    ...(action === undefined ? {} : { actionProps: { children: action.label, onClick: action.run } }),
  });
}
