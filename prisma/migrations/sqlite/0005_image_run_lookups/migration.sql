-- CreateIndex
CREATE INDEX "image_run_by_job" ON "image_runs"("org_id", "job_id");

-- CreateIndex
CREATE INDEX "image_run_by_before" ON "image_runs"("before_blake3");

-- CreateIndex
CREATE INDEX "image_run_by_thumb" ON "image_runs"("thumb_blake3");
