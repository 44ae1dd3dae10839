export { ADDRESS_HEADER, type Auth, createAuth } from "./auth.ts";
export { findActor, isSessionAlive } from "./find-actor.ts";
export { hasFourEyes } from "./repo.ts";
export { issueSetupLink } from "./setup-link.ts";
