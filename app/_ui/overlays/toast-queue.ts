import { Toast } from "@base-ui/react/toast";
import type { Notice } from "./notice.ts";

/** The one queue of toasts, so that code outside React may speak too. */
export const toastQueue = Toast.createToastManager();

const corner = Promise.withResolvers<void>();

/** The corner stands on the page and hears the queue. */
export const cornerOpened = (): void => corner.resolve();

/** Puts a notice into the corner, as soon as there is one: nobody hears what is said before. */
export async function addToast({ title, description, isError = false, action }: Notice): Promise<void> {
  await corner.promise;
  const id = toastQueue.add({
    title,
    ...(description === undefined ? {} : { description }),
    type: isError ? "error" : "notice",
    timeout: isError ? 0 : 8000,
    priority: "low",
    ...(action === undefined ? {} : { actionProps: { children: action.label, onClick: () => takeUp(id, action.run) } }),
  });
}

/** What a notice offers is done once, and the notice goes. */
function takeUp(id: string, run: () => void): void {
  toastQueue.close(id);
  run();
}
