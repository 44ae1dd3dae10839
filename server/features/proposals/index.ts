export { startConfirmationPump } from "./confirmation/advance.ts";
