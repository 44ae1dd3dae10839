import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";

const root = path.join(import.meta.dirname, "..");
const migrations = path.join(root, "prisma/migrations/sqlite");
const isCheck = process.argv.includes("--check");
const name = process.argv.slice(2).find((argument) => !argument.startsWith("-"));

/** Prisma's own engine, instantiated by hand so that nothing native is downloaded. */
async function startEngine(files, scratch) {
  const bindings = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = readFileSync(path.join(path.dirname(bindings), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": engineModule });
  engineModule.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const factory = bindMigrationAwareSqlAdapterFactory(new PrismaBetterSqlite3({ url: scratch }));
  return engineModule.SchemaEngine.new(
    { datamodels: files.map((file) => [file.path, file.content]) },
    () => {},
    factory,
  );
}

function schemaFiles() {
  const schemaDir = path.join(root, "prisma/schema");
  const paths = readdirSync(schemaDir)
    .filter((file) => file.endsWith(".prisma"))
    .sort();
  return [...paths.map((file) => path.join(schemaDir, file)), path.join(root, "prisma/provider/sqlite.prisma")].map(
    (file) => ({
      path: file,
      content: readFileSync(file, "utf8"),
    }),
  );
}

/** Replays the committed migrations. Partial indexes are written by hand and unknown to the schema, so they are left out of the comparison. */
function replay(file) {
  const db = new DatabaseSync(file);
  for (const folder of migrationFolders())
    db.exec(readFileSync(path.join(migrations, folder, "migration.sql"), "utf8"));
  for (const { name: index } of db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '%) WHERE %'")
    .all()) {
    db.prepare(`DROP INDEX "${index}"`).run();
  }
  db.close();
}

function migrationFolders() {
  return readdirSync(migrations, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function writeNext(sql) {
  const number = String(migrationFolders().length + 1).padStart(4, "0");
  const folder = path.join(migrations, `${number}_${name}`);
  mkdirSync(folder);
  writeFileSync(path.join(folder, "migration.sql"), sql);
  process.stdout.write(`wrote ${path.relative(root, folder)}/migration.sql\n`);
}

const scratchDir = mkdtempSync(path.join(tmpdir(), "espalier-db-diff-"));
const scratch = path.join(scratchDir, "scratch.db");
try {
  replay(scratch);
  const files = schemaFiles();
  const engine = await startEngine(files, scratch);
  const { stdout, exitCode } = await engine.diff({
    from: { tag: "schemaDatasource", files, configDir: root },
    to: { tag: "schemaDatamodel", files },
    script: true,
    exitCode: true,
    filters: { externalTables: ["_prisma_migrations"], externalEnums: [] },
  });
  if (exitCode === 0) {
    process.stdout.write("the migrations match the schema\n");
  } else if (isCheck) {
    process.stderr.write(
      `error: the schema has changes without a migration:\n${stdout}\nfix: npm run db:diff -- <name>\n`,
    );
    process.exitCode = 1;
  } else if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
    process.stderr.write(
      `${stdout}\nerror: the next migration needs a name of a-z, 0-9 and _\nfix: npm run db:diff -- <name>\n`,
    );
    process.exitCode = 64;
  } else {
    writeNext(stdout);
  }
} finally {
  rmSync(scratchDir, { recursive: true, force: true });
}
