import { BlockList, isIP, isIPv6 } from "node:net";

/** TP9: the peer, or behind trusted proxies the rightmost address in X-Forwarded-For that is not one of them. */
export function callerAddress(
  peer: string | undefined,
  forwarded: string | undefined,
  trusted: readonly string[],
): string | null {
  const proxies = blockListOf(trusted);
  let address = plain(peer);
  const chain = (forwarded ?? "").split(",").map((part) => plain(part.trim()));
  while (address !== null && isTrusted(proxies, address) && chain.length > 0) {
    const previous = chain.pop() ?? null;
    if (previous === null) break;
    address = previous;
  }
  return address;
}

function plain(address: string | undefined): string | null {
  const bare = (address ?? "").replace(/^::ffff:/i, "");
  return isIP(bare) === 0 ? null : bare;
}

function blockListOf(trusted: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of trusted) {
    const [address = "", prefix] = entry.split("/");
    if (isIP(address) === 0) continue;
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

function isTrusted(list: BlockList, address: string): boolean {
  return list.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}
