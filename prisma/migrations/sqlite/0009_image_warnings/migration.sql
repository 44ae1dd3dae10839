-- AlterTable
ALTER TABLE "image_runs" ADD COLUMN "warnings_json" TEXT;
