/** The agent's version: the `espalier` part of every `binary_version` (A45). */
export const AGENT_VERSION = "0.1.0";
