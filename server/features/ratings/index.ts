export { confirmationCourse, confirmationVerdicts } from "./confirmation-verdicts.ts";
export { sessionStart } from "./session-repo.ts";
export { lookUpView } from "./views/look-up-view.ts";
