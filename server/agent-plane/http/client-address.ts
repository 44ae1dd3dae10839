import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";

/** RL1: what join attempts are counted by: an IPv4 address or a /64 block. */
export function addressBlock(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = "", tail] = address.split("%")[0]?.split("::") ?? [];
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => "0");
  return [...front, ...gap, ...back]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ""))
    .join(":");
}

/** TR6: did this request cross a network in the clear? */
export function isUnencrypted(request: IncomingMessage): boolean {
  const { remoteAddress } = request.socket;
  const isLoopback = remoteAddress === undefined || /^(127\.|::1$|::ffff:127\.)/.test(remoteAddress);
  return !isLoopback && !("encrypted" in request.socket);
}
