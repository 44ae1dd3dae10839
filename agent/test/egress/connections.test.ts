import { expect, test } from "vitest";
import { connectionsIn, strangers } from "./connections.ts";

const LOG = `
12 connect(18, {sa_family=AF_INET, sin_port=htons(18080), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 EINPROGRESS
12 connect(19, {sa_family=AF_UNIX, sun_path="/run/agent.sock"}, 110) = 0
13 connect(20, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = -1 ENETUNREACH
14 sendto(21, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.53")}, 16) = 1
15 sendmmsg(22, [{msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("198.51.100.7")}}}], 1, 0) = 1
16 sendto(23, "{\\"a\\"}", 5, MSG_NOSIGNAL, NULL, 0) = 5
`;

test("B98 every address in a system call log is seen, and loopback is none of the strangers", () => {
  expect(connectionsIn(LOG)).toHaveLength(4);
  expect(strangers(connectionsIn(LOG)).map(({ address, port }) => `${address} ${port}`)).toEqual([
    "192.0.2.53 53",
    "198.51.100.7 53",
    "2001:db8::1 443",
  ]);
});
