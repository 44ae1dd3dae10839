import type { Notice } from "./notice.ts";

/** Says something politely in the corner; the corner itself is loaded after the page. */
export function notify(notice: Notice): void {
  void import("./toast-queue.ts").then(({ addToast }) => addToast(notice));
}
