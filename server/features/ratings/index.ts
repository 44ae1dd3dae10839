export { lookUpView } from "./views/look-up-view.ts";
