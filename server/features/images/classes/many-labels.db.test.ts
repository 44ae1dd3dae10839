import { afterAll, beforeAll, expect, test } from "vitest";
import { BUILT_IN_LABELS } from "../../../../core/imaging/classes.ts";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import { imageContext } from "../test-images.ts";
import { listClassRows } from "./class-repo.ts";
import { addClass } from "./edit-classes.ts";
import { ensureClasses } from "./ensure-classes.ts";

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

test("IM4 more labels of imported logs than are listed neither hide a class of this console nor make the ten anew", async () => {
  const { orgId } = app;
  const ctx = await imageContext(app);
  await app.db.imageClass.createMany({
    data: Array.from({ length: 1_100 }, (_, place) => ({
      orgId,
      label: `a ${String(place).padStart(4, "0")}`,
      definition: "",
      origin: "imported",
      createdBy: "import",
      createdAt: app.clock.now(),
    })),
  });
  for (let time = 0; time < 2; time += 1) await app.db.$transaction((tx) => ensureClasses(app, tx, orgId));
  await addClass(ctx, { label: "zebra", definition: "striped animals", parent: null });
  const rows = await listClassRows(app.db, orgId);
  const own = rows.filter(({ origin }) => origin !== "imported").map(({ label }) => label);
  expect(own).toEqual([...BUILT_IN_LABELS, "zebra"].sort());
  expect(rows).toHaveLength(1_011);
  expect(rows.map(({ label }) => label)).toEqual(rows.map(({ label }) => label).sort());
});
