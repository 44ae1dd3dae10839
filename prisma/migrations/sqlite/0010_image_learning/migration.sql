-- AlterTable
ALTER TABLE "image_batch_items" ADD COLUMN "origin" TEXT;
ALTER TABLE "image_batch_items" ADD COLUMN "why" TEXT;

-- AlterTable
ALTER TABLE "image_pairs" ADD COLUMN "view_id" TEXT;

-- CreateTable
CREATE TABLE "image_class_fits" (
    "org_id" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "base_sha" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "fit_json" TEXT NOT NULL,
    "computed_at" DATETIME NOT NULL,

    PRIMARY KEY ("org_id", "class")
);

-- CreateTable
CREATE TABLE "image_spreads" (
    "org_id" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "recipe_sha" TEXT NOT NULL,
    "base_sha" TEXT NOT NULL,
    "spread" REAL NOT NULL,

    PRIMARY KEY ("org_id", "class", "recipe_sha")
);
