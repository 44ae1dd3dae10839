import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, readSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fail } from "./fail.mjs";

const SQLITE_MAGIC = "SQLite format 3\0";

function checkDataFolder(dir) {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    fail({
      message: `the data folder ${dir} cannot be used: ${error.message}`,
      fix: "make it a folder you may write to, or choose another one with --data DIR",
    });
  }
  const database = join(dir, "espalier.db");
  if (existsSync(database) && !isDatabase(database)) {
    fail({
      message: `${database} is not a SQLite database`,
      fix: `move it away and put back the newest file of ${join(dir, "backups")}, or choose another folder with --data DIR`,
    });
  }
}

/** An empty file is a database that has no pages yet. */
function isDatabase(file) {
  const stats = statSync(file);
  return stats.isFile() && (stats.size === 0 || readMagic(file) === SQLITE_MAGIC);
}

function readMagic(file) {
  const bytes = Buffer.alloc(SQLITE_MAGIC.length);
  const handle = openSync(file, "r");
  try {
    readSync(handle, bytes, 0, bytes.length, 0);
  } finally {
    closeSync(handle);
  }
  return bytes.toString("latin1");
}

function checkPort(port, listen) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => {
      const isTaken = error.code === "EADDRINUSE";
      fail({
        message: isTaken
          ? `port ${port} on ${listen} is in use`
          : `cannot listen on ${listen} port ${port}: ${error.message}`,
        fix: isTaken
          ? "stop the program that has it (another console?), or start with --port N"
          : "choose another address with --listen ADDR or another port with --port N",
      });
    });
    probe.listen({ port, host: listen, exclusive: true }, () => probe.close(resolve));
  });
}

/** Looks at the data folder and the port before anything is installed or built; ends with a clear error when one cannot be used. */
export async function preflight({ data, port, listen }) {
  checkDataFolder(data);
  await checkPort(port, listen);
}
