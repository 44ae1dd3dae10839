// Brings generated parts up to date: `client` (database client) or `pages` (client and the built pages).
import { buildPages, generateClient } from "./runtime/build.mjs";

generateClient();
if (process.argv[2] === "pages") buildPages();
