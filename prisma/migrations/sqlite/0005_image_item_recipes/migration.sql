-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_image_batch_items" (
    "batch_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "org_id" TEXT NOT NULL,
    "input_blake3" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "job_id" TEXT,
    "run_id" TEXT,
    "class" TEXT,
    "class_by" TEXT,
    "recipe_sha" TEXT,
    "pair_id" TEXT,
    "recipe_blob" TEXT,
    "max_seconds" INTEGER NOT NULL DEFAULT 30,
    "is_reused" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,

    PRIMARY KEY ("batch_id", "position")
);
INSERT INTO "new_image_batch_items" ("batch_id", "class", "class_by", "input_blake3", "is_reused", "job_id", "org_id", "pair_id", "position", "reason", "recipe_sha", "run_id", "state", "step") SELECT "batch_id", "class", "class_by", "input_blake3", "is_reused", "job_id", "org_id", "pair_id", "position", "reason", "recipe_sha", "run_id", "state", "step" FROM "image_batch_items";
DROP TABLE "image_batch_items";
ALTER TABLE "new_image_batch_items" RENAME TO "image_batch_items";
CREATE INDEX "image_batch_item_by_job" ON "image_batch_items"("org_id", "job_id");
CREATE INDEX "image_batch_item_by_input" ON "image_batch_items"("org_id", "input_blake3");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
