/** A network destination a process tried to reach, as the kernel saw it. */
export interface Connection {
  readonly family: "inet" | "inet6";
  readonly address: string;
  readonly port: number;
}

const INET = /sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)/g;
const INET6 = /sin6_port=htons\((\d+)\),[^}]*?inet_pton\(AF_INET6, "([^"]+)"/g;

/** Every internet address in a log of `strace -e trace=connect,sendto,sendmsg,sendmmsg`, whether the call succeeded or not. */
export function connectionsIn(log: string): Connection[] {
  const found = (family: Connection["family"], pattern: RegExp): Connection[] =>
    [...log.matchAll(pattern)].map(([, port, address]) => ({ family, address: address ?? "", port: Number(port) }));
  return [...found("inet", INET), ...found("inet6", INET6)];
}

/** B98: what is neither loopback nor the hub. */
export function strangers(connections: readonly Connection[]): Connection[] {
  return connections.filter(({ address }) => !/^127\.|^::1$|^::ffff:127\./.test(address));
}
