import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { blake3 } from "@noble/hashes/blake3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { expect, test } from "vitest";
import { RESERVE_BYTES } from "../platform/blobs/disk-room.ts";
import { joinedAgent, startTestConsole } from "./test-fleet.ts";

test("IM45 BL1 an agent's part is 507 while what others were promised leaves less than 256 MiB, and is taken once they are done", async () => {
  const at = await startTestConsole({ freeBytes: async () => RESERVE_BYTES + 1_000 });
  const agent = await joinedAgent(at);
  const body = new Uint8Array(randomBytes(600));
  const url = `${at.plane.url}/agent/v1/blobs/${bytesToHex(blake3(body))}?offset=0&total=${body.length}`;
  const headers = { authorization: `Bearer ${agent.bearer}`, "content-type": "application/octet-stream" };
  const send = async () => (await fetch(url, { method: "PUT", headers, body })).status;
  const other = await at.app.blobs.room.take(600);
  expect([await send(), readdirSync(at.app.blobs.paths.parts)]).toEqual([507, []]);
  other?.release();
  expect(await send()).toBe(200);
  expect(await at.app.blobs.room.take(1_000)).not.toBeNull();
  await at.close();
});
