-- AlterTable
ALTER TABLE "probe_run" ADD COLUMN "levels_json" TEXT;
ALTER TABLE "probe_run" ADD COLUMN "start_json" TEXT;
ALTER TABLE "probe_run" ADD COLUMN "summary_json" TEXT;
