import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../../test/free-port.ts";
import { folderOfLsof, listeningPort, portsOfLsof, portsOfTable, processFolder } from "./process-details.ts";

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1
   1: 0100007F:1F91 00000000:0000 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1
`;

test("B32 the port of a process: from /proc, or as lsof prints it on macOS", () => {
  expect(portsOfTable(TABLE, new Set(["4711", "4712"]))).toEqual([8080]);
  expect(portsOfLsof("p812\nf12\nn127.0.0.1:8080\nf13\nn*:9090\n")).toEqual([8080, 9090]);
});

test("B33 the working folder as lsof prints it on macOS", () => {
  expect(folderOfLsof("p812\nfcwd\nn/Users/ada/models and more\n")).toBe("/Users/ada/models and more");
  expect(folderOfLsof("")).toBeNull();
});

test("B33 port and folder of this very process", async () => {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  expect(await listeningPort(process.pid)).not.toBeNull();
  expect(await processFolder(process.pid)).toBe(process.cwd());
  expect(await listeningPort(2 ** 30)).toBeNull();
});
