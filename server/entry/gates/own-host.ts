import { isIPv4, isIPv6 } from "node:net";

/** What decides which names this console answers to (TP10). */
export interface HostFacts {
  baseUrl: string | null;
  allowedHosts: readonly string[];
  /** The machine's own addresses and its host name, as the system reports them now. */
  addresses: readonly string[];
  hostName: string;
}

/** TP10: loopback, an address of this machine, its `.local` name, the base URL's host, or an allowed one. */
export function isOwnHost(header: string | undefined, facts: HostFacts): boolean {
  const host = parseHost(header);
  if (host === null) return false;
  const { name } = host;
  if (name === "localhost" || name === "::1" || (isIPv4(name) && name.startsWith("127."))) return true;
  if (isIPv4(name) || isIPv6(name)) return facts.addresses.includes(name) || isListed(host, facts);
  return name === localName(facts.hostName) || isListed(host, facts);
}

interface Host {
  name: string;
  withPort: string;
}

function parseHost(header: string | undefined): Host | null {
  if (header === undefined || !/^[A-Za-z0-9.:[\]_-]{1,255}$/.test(header)) return null;
  const url = URL.parse(`http://${header}`);
  if (url === null || url.hostname === "") return null;
  return { name: url.hostname.replace(/^\[|\]$/g, "").toLowerCase(), withPort: header.toLowerCase() };
}

function isListed(host: Host, facts: HostFacts): boolean {
  const base = facts.baseUrl === null ? null : new URL(facts.baseUrl).hostname.replace(/^\[|\]$/g, "").toLowerCase();
  return host.name === base || facts.allowedHosts.includes(host.name) || facts.allowedHosts.includes(host.withPort);
}

function localName(hostName: string): string {
  const bare = hostName.toLowerCase().split(".")[0] ?? "";
  return `${bare}.local`;
}
