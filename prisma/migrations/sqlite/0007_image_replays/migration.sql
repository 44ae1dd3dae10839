-- AlterTable
ALTER TABLE "image_batch_items" ADD COLUMN "replay_of" TEXT;
ALTER TABLE "image_batch_items" ADD COLUMN "stored_output" TEXT;
ALTER TABLE "image_batch_items" ADD COLUMN "work_long_side" INTEGER;

-- AlterTable
ALTER TABLE "image_runs" ADD COLUMN "distance_json" TEXT;
