import { sha256Hex } from "../canonical/sha256.ts";

/** Where sockets may live on this machine: the runtime folder of the session, when there is one, and the user's number. */
export interface SocketPlace {
  runtimeDir: string | null;
  uid: number;
}

/**
 * The local socket of the agent that owns `stateDir` (an absolute path without a trailing slash): a short hashed name,
 * because socket paths past about 104 bytes fail. Its folder is private to the user.
 */
export function agentSocketPath(stateDir: string, place: SocketPlace): { folder: string; path: string } {
  const folder = place.runtimeDir === null ? `/tmp/espalier-${place.uid}` : `${place.runtimeDir}/espalier`;
  return { folder, path: `${folder}/${sha256Hex(stateDir).slice(0, 16)}.sock` };
}
