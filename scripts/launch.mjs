// The second half of `npm start`, on the product's own Node: look at the lock, build what is stale, become the console.
import { buildPages, generateClient } from "./runtime/build.mjs";
import { checkFree } from "./runtime/data-lock.mjs";

checkFree(process.env.ESPALIER_DATA);
generateClient();
buildPages();
await import("../server/main.ts");
