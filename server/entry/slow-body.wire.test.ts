import { createServer, type RequestListener } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { listen } from "../platform/process/listen.ts";
import { answerBrokenRequest, noteInFlight, watchBody } from "./slow-body.ts";

async function serve(onRequest: RequestListener): Promise<number> {
  const server = createServer(onRequest);
  server.on("clientError", answerBrokenRequest);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return listen(server, { port: 0, host: "127.0.0.1" });
}

const HEAD = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n";

function say(port: number, words: string, isOver: boolean): Promise<string> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  socket.write(words);
  if (isOver) socket.end();
  return text(socket);
}

test("RL2 a body that does not come in time is ended with 408", async () => {
  const port = await serve((request) => {
    watchBody(request, 50);
    request.resume();
  });
  expect(await say(port, `${HEAD}abc`, false)).toMatch(/^HTTP\/1\.1 408 .*"code":"request_timeout"/s);
});

test("RL2 a whole body is left alone, however long the answer takes", async () => {
  const port = await serve((request, response) => {
    watchBody(request, 50);
    request.resume();
    setTimeout(() => response.setHeader("connection", "close").end("done"), 200);
  });
  expect(await say(port, `${HEAD}0123456789`, false)).toMatch(/^HTTP\/1\.1 200 .*done$/s);
});

test("IM45 a body that ends early is told so, once", async () => {
  const port = await serve((request) => void request.resume());
  expect(await say(port, `${HEAD}abc`, true)).toMatch(/^HTTP\/1\.1 400 .*"code":"upload_cut"/s);
});

test("IM45 a connection that is being answered gets no second answer", async () => {
  const port = await serve((request, response) => {
    noteInFlight(response);
    request.resume();
    response.writeHead(403, { "content-length": "4" }).write("no");
  });
  const answer = await say(port, `${HEAD}abc`, true).catch(() => "");
  expect(answer).not.toContain("400");
});
