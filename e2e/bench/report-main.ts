// `npm run bench:report`: writes RESULTS.md from the stored result files.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BENCHES } from "./registry.ts";
import { readResults } from "./result-file.ts";
import { resultTable } from "./result-table.ts";
import { root } from "./surroundings.ts";

const path = join(root, "e2e", "bench", "RESULTS.md");
writeFileSync(path, resultTable(BENCHES, readResults()));
process.stdout.write(`${path}\n`);
