import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { readJson } from "./read-json.ts";

function requestWith(body: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.headers["content-type"] = "application/json";
  request.push(body);
  request.push(null);
  return request;
}

test.each(["[", '{"a":'])("TR5 a body of 100,000 nested %s is refused as a bad request", async (open) => {
  const close = open === "[" ? "]" : "}";
  const body = `${open.repeat(100_000)}${open === "[" ? "" : "1"}${close.repeat(100_000)}`;
  await expect(readJson(requestWith(body), 1_048_576)).rejects.toMatchObject({ code: "bad_request" });
});

test("TR5 an ordinary body is read", async () => {
  expect(await readJson(requestWith('{"a":[{"b":1}]}'), 1024)).toEqual({ a: [{ b: 1 }] });
});
