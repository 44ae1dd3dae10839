-- CreateTable
CREATE TABLE "restore_obligation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "tune_run_id" TEXT,
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "opened_at" DATETIME NOT NULL,
    "cleared_at" DATETIME,
    "received_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "probe_run" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "job_id" TEXT,
    "origin" TEXT NOT NULL,
    "profile" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "cmp_key" TEXT,
    "model" TEXT,
    "engine" TEXT,
    "engine_version" TEXT,
    "requested_json" TEXT,
    "effective_json" TEXT,
    "conditions_json" TEXT,
    "tps_method" TEXT,
    "exit_reason" TEXT,
    "message" TEXT,
    "requested_by" TEXT NOT NULL,
    "requested_at" DATETIME NOT NULL,
    "started_at" DATETIME,
    "ended_at" DATETIME,
    "received_at" DATETIME NOT NULL,
    "content_sha256" TEXT
);

-- CreateTable
CREATE TABLE "probe_request" (
    "probe_run_id" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "org_id" TEXT NOT NULL,
    "raw_json" TEXT NOT NULL,

    PRIMARY KEY ("probe_run_id", "level", "position")
);

-- CreateTable
CREATE TABLE "tune_visit" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "org_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "tune_run_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "received_at" DATETIME NOT NULL,
    "kind" TEXT NOT NULL,
    "strategy" TEXT NOT NULL,
    "rung" INTEGER,
    "block" INTEGER,
    "model" TEXT NOT NULL,
    "kv_bits" INTEGER,
    "max_context_cap" INTEGER,
    "max_batch" INTEGER,
    "invalid_reason" TEXT,
    "failure" TEXT,
    "visit_json" TEXT NOT NULL,
    "content_sha256" TEXT NOT NULL
);

-- AlterTable
ALTER TABLE "tune_run" ADD COLUMN "baseline_json" TEXT;
ALTER TABLE "tune_run" ADD COLUMN "confirmation_json" TEXT;
ALTER TABLE "tune_run" ADD COLUMN "applied" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "restore_obligation_by_agent_state" ON "restore_obligation"("agent_id", "state");

-- CreateIndex
CREATE INDEX "probe_run_by_agent" ON "probe_run"("agent_id", "requested_at");

-- CreateIndex
CREATE INDEX "probe_run_by_org" ON "probe_run"("org_id", "requested_at");

-- CreateIndex
CREATE INDEX "tune_visit_by_run" ON "tune_visit"("tune_run_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "tune_visit_natural_key" ON "tune_visit"("agent_id", "tune_run_id", "seq");
